import { Flags } from '@oclif/core'
import { parseSpeed, type Speed, SPEED_RULE } from '../../runs/replay/pacer.ts'
import type { ReportCopy } from '../../runs/report-files.ts'
import { DURATION_RULE, parseDuration, parseRate, RATE_RULE } from '../../runs/units.ts'
import { didYouMean, UserError } from '../../runs/user-error.ts'

/** How a flag's text is understood. `read` returns undefined for what the rule refuses. */
interface Reading<T> {
  readonly name: string
  readonly rule: string
  readonly example: string
  readonly read: (text: string) => T | undefined
  /** What was probably meant, where that can be guessed. */
  readonly guess?: (text: string) => string | undefined
}

interface Stage {
  readonly durationMs: number
  readonly rate: number
}

const RATE_MAX = 10_000_000
const DURATION_MAX_MS = 7 * 86_400_000

export const rate = Flags.custom<number>(
  readingOf({
    name: 'rate',
    rule: `${RATE_RULE}; more than 0, at most ${RATE_MAX}`,
    example: '20k',
    read: (text) => within(parseRate(text), Number.MIN_VALUE, RATE_MAX),
  }),
)

export const duration = Flags.custom<number>(
  readingOf({
    name: 'time',
    rule: `${DURATION_RULE}; at least 100ms, at most 168h`,
    example: '60s',
    read: (text) => within(parseDuration(text), 100, DURATION_MAX_MS),
    guess: (text) => (/^[1-9]\d*$/.test(text) ? `${text}s` : undefined),
  }),
)

/** How long what is cheaper together may gather. */
export const interval = Flags.custom<number>(
  readingOf({
    name: 'time',
    rule: `${DURATION_RULE}; at least 5ms, at most 10s`,
    example: '50ms',
    read: (text) => within(parseDuration(text), 5, 10_000),
    guess: (text) => (/^[1-9]\d*$/.test(text) ? `${text}ms` : undefined),
  }),
)

export const speed = Flags.custom<Speed>(
  readingOf({
    name: 'speed',
    rule: SPEED_RULE,
    example: '2x',
    read: parseSpeed,
    guess: (text) => (parseSpeed(`${text}x`) === undefined ? undefined : `${text}x`),
  }),
)

/** A seed stays text: a number would lose its last digits. */
export const seed = Flags.custom<string>(
  readingOf({
    name: 'number',
    rule: 'a whole number from 0 to 2^53 − 1, or random',
    example: '7',
    read: (text) => (text === 'random' ? text : wholeText(text, Number.MAX_SAFE_INTEGER)),
  }),
)

/** `30s:20000`: the traffic ramps to that rate over that time. */
export const stage = Flags.custom<Stage>(
  readingOf({
    name: 'time:rate',
    rule: `a duration and the rate it ramps to; ${DURATION_RULE}; ${RATE_RULE}`,
    example: '30s:20000',
    read: readStage,
  }),
)

export const whole = (min: number, max: number, example: number) =>
  Flags.custom<number>(
    readingOf({
      name: 'number',
      rule: `a whole number from ${min} to ${max}`,
      example: String(example),
      read: (text) => (/^\d{1,15}$/.test(text) ? within(Number(text), min, max) : undefined),
    }),
  )

/** A name of a file or folder. */
export const path = Flags.custom<string>(readingOf({ name: 'path', rule: 'a path', example: 'out', read: (text) => (/^$|\0/.test(text) ? undefined : text) }))

/** A word that somebody else understands. */
export const text = (name: string, example: string) =>
  Flags.custom<string>(readingOf({ name, rule: 'not empty', example, read: (written) => written.trim() || undefined }))

const ADDRESS = /^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i

/** `host:port`. */
export const address = Flags.custom<string>(readingOf({ name: 'host:port', rule: 'an address with its port', example: '127.0.0.1:8474', read: (written) => (ADDRESS.test(written) ? written : undefined) }))

/** `host:port`, several with commas between them. */
export const addresses = Flags.custom<readonly string[]>(
  readingOf({
    name: 'host:port,…',
    rule: 'addresses with their ports, with commas between them',
    example: '127.0.0.1:9092',
    read: (written) => (written.split(',').every((each) => ADDRESS.test(each)) ? written.split(',') : undefined),
  }),
)

/** `kind=path`, for each of these kinds. */
export const report = (kinds: readonly string[]) =>
  Flags.custom<ReportCopy>(
    readingOf({
      name: 'kind=path',
      rule: `kind=path, and a kind is one of ${kinds.join(', ')}`,
      example: `${kinds[0]}=report.${kinds[0]}`,
      read: (text) => {
        const [kind, file] = splitOnce(text, '=')
        return kinds.includes(kind) && file ? { kind, path: file } : undefined
      },
    }),
  )

/** `1/4`: the first of four parts. */
export const segment = Flags.custom<{ readonly index: number; readonly of: number }>(
  readingOf({
    name: 'i/n',
    rule: 'i/n: a part of the schedule, from 1/n to n/n, n at most 256',
    example: '1/4',
    read: (text) => {
      const [, index, of] = (/^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []).map(Number)
      return index >= 1 && index <= of && of <= 256 ? { index, of } : undefined
    },
  }),
)

/** One of a few words. */
export const choice = (words: readonly string[]) =>
  Flags.custom<string>({
    helpValue: words.join('|'),
    parse: async (text, context, flag) => {
      if (words.includes(text)) return text
      throw refusal(placeOf(context, flag), text, `"${text}" is none of them`, `one of ${words.join(', ')}`, didYouMean(text, words) || `write ${words[0]}`)
    },
  })

function readingOf<T>({ name, rule, example, read, guess }: Reading<T>) {
  return {
    helpValue: `<${name}>`,
    parse: async (text: string, context: Context, flag: Named): Promise<T> => {
      const value = read(text)
      if (value !== undefined) return value
      const place = placeOf(context, flag)
      const meant = guess?.(text)
      const fix = meant === undefined ? `write for example ${place}${place === flag.env ? '=' : ' '}${example}` : `did you mean ${meant}?`
      throw refusal(place, text, `cannot be ${text === '' ? 'empty' : `"${text}"`}`, rule, fix)
    },
  }
}

type Context = { readonly token?: unknown }
type Named = { readonly name: string; readonly env?: string }

/** The flag, or the variable where the value came from the environment. */
function placeOf(context: Context, flag: Named): string {
  return context.token || !flag.env ? `--${flag.name}` : flag.env
}

function refusal(place: string, value: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'bad_value', message: `${place} ${message}`, place, value, rule, fix, exitCode: 2 })
}

function within(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined
}

/** Without leading zeros: 007 and 7 are one seed. */
function wholeText(text: string, max: number): string | undefined {
  return /^\d{1,16}$/.test(text) && Number(text) <= max ? String(Number(text)) : undefined
}

function readStage(text: string): Stage | undefined {
  const [time, speed] = splitOnce(text, ':')
  const durationMs = within(parseDuration(time), 0, DURATION_MAX_MS)
  const stageRate = within(parseRate(speed), 0, RATE_MAX)
  return durationMs === undefined || stageRate === undefined ? undefined : { durationMs, rate: stageRate }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
