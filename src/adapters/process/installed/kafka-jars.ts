import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, NEEDED } from '../find-program.ts'
import { runProgram } from '../run-program.ts'
import { cached, isCached } from './cache-dir.ts'

export const KAFKA_VERSION = '4.1.0'
const SCALA_VERSION = '2.13'
const FOLDER = `kafka-${KAFKA_VERSION}`

export const hasKafkaJars = (): boolean => isCached(FOLDER)

/** The folder of Kafka's jars. Maven brings them from its repository, checks their sums, and is not needed again. */
export async function kafkaJars(): Promise<string> {
  const dir = await cached(FOLDER, async (aside) => {
    const program = findProgram(NEEDED.mvn)
    writeFileSync(join(aside, 'pom.xml'), POM)
    await runProgram({ program, args: ['--batch-mode', '--quiet', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], cwd: aside })
  })
  return join(dir, 'libs')
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>promo</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_${SCALA_VERSION}</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`
