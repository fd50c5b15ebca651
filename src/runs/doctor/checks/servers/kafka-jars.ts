import { NEEDED } from '../../../../adapters/process/find-program.ts'
import { hasKafkaJars, KAFKA_VERSION } from '../../../../adapters/process/installed/kafka-jars.ts'
import { lookForPrograms, unlessDocker } from './server-program.ts'

export const kafkaJars = unlessDocker({
  summary: `Kafka ${KAFKA_VERSION}`,
  rule: 'its jars are in the cache (PROMO_CACHE), or Maven is here to fetch them',
  isNeeded: true,
  look() {
    if (hasKafkaJars()) return { isGood: true, found: 'in the cache' }
    const maven = lookForPrograms(NEEDED.mvn)
    return maven.isGood ? { isGood: true, found: `promo stack up fetches it by ${maven.found}` } : maven
  },
})
