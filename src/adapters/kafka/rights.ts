import { UserError } from '../../engine/kernel/user-error.ts'
import { brokerErrorOf } from './broker-error.ts'

/** What a user needs, by what a broker says where it is missing. */
const NEEDED: Readonly<Record<string, string>> = {
  TOPIC_AUTHORIZATION_FAILED: 'Read, Write and Describe on the topics, and Create with --create-topics',
  GROUP_AUTHORIZATION_FAILED: 'Read on the groups',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'Write and Describe on the transactional ids',
  CLUSTER_AUTHORIZATION_FAILED: 'IdempotentWrite on the cluster, or Write on the topics',
}

/** Undefined where it is not for want of rights that the broker refused. */
export function missingRight(error: unknown): UserError | undefined {
  const said = brokerErrorOf(error)
  const needed = NEEDED[said]
  if (needed === undefined) return undefined
  return new UserError({
    code: 'kafka_right_missing',
    message: `Kafka refuses: ${said}`,
    place: '--kafka-user',
    rule: `the user has ${needed} whose names begin with --topic-prefix`,
    fix: 'grant it by kafka-acls.sh; docs/stack.md has the commands',
    exitCode: 106,
  })
}
