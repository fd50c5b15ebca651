import { UserError } from '../../runs/user-error.ts'
import { serverFlags, type ServerFlagValues } from './kafka-flags.ts'

const DEAD_LETTERS = 'dead_letters'

/** What `promo replay` takes where it sends dead letters again. */
export interface RedriveFlags extends ServerFlagValues {
  readonly topic?: readonly string[]
  readonly target: string
  readonly repairs?: string
  readonly 'topic-prefix'?: string
  readonly yes: boolean
  readonly out?: string
  readonly force: boolean
  readonly quiet: boolean
}

/** What means something there. */
const MEANT: readonly string[] = ['topic', 'repairs', 'target', ...Object.keys(serverFlags), 'topic-prefix', 'yes', 'out', 'force', 'quiet', 'no-ui', 'json']

/** Other flags of `promo replay` choose records, or say how they are replayed. */
export function refuseBesideRedrive(typed: ReadonlySet<string>): void {
  const other = [...typed].find((name) => !MEANT.includes(name))
  if (other) throw refusal(`--${other}`, `--${other} means nothing for dead letters`, 'dead letters are sent again behind the end, each once', `leave out --${other}`)
}

/** Only dead letters are mended. */
export function refuseRepairs({ repairs }: Pick<RedriveFlags, 'repairs'>): void {
  if (repairs !== undefined) throw refusal('--repairs', '--repairs means nothing here', 'it mends dead letters that are sent again', 'add --topic dead_letters, or leave it out')
}

function refusal(place: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'contradiction', message, place, value: place, rule, fix, exitCode: 2 })
}

/** Either the topic of a run on Kafka is named, or that of a run on disk. */
export const isRedrive = (source: string, { topic = [] }: Pick<RedriveFlags, 'topic'>): boolean => source === DEAD_LETTERS || topic.includes(DEAD_LETTERS)
