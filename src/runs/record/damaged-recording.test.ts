import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { soundBatches, type SoundSetting } from '../../adapters/files/sound-batches.ts'
import { Random } from '../../engine/kernel/random.ts'
import { UserError } from '../user-error.ts'
import { checkRecording } from './check-recording.ts'
import { importFile } from './import-file.ts'
import { DOCUMENT } from './recording-document.ts'

/** A million takes some minutes: PROMO_FUZZ_FLIPS=1000000. */
const FLIPS = Number(process.env.PROMO_FUZZ_FLIPS ?? 2000)
const SEED = String(process.env.PROMO_FUZZ_SEED ?? Date.now())

let cwd = ''
let dir = ''
let files: readonly string[] = []

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'promo-damage-'))
  dir = join(cwd, 'rec')
  const event = (n: number) => JSON.stringify({ type: 'sale', sku: `A-${n % 3}`, store: 'S01', ts: 1_795_840_200_000 + n, data: { qty: 1, unitPriceMinor: 9000 } })
  writeFileSync(join(cwd, 'in.jsonl'), Array.from({ length: 12 }, (_, n) => event(n)).join('\n'))
  files = Object.keys((await importFile({ file: join(cwd, 'in.jsonl'), format: 'jsonl', out: dir })).files).concat(DOCUMENT)
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** The mistake, or undefined where nobody noticed. What is thrown beside that is a crash. */
function mistakeOf(): UserError['mistake'] | undefined {
  try {
    checkRecording(dir)
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
}

/** The batches up to the damage. */
function toldBy(setting: SoundSetting): { readonly batches: readonly object[]; readonly isWhole: boolean } {
  const batches: object[] = []
  try {
    for (const batch of soundBatches(setting)) batches.push(batch)
    return { batches, isWhole: true }
  } catch (error) {
    if (error instanceof UserError) return { batches, isWhole: false }
    throw error
  }
}

/** Does something to a file, looks, and puts it back. */
function withFile<Result>(file: string, change: (bytes: Buffer) => Buffer, look: () => Result): Result {
  const path = join(dir, file)
  const sound = readFileSync(path)
  writeFileSync(path, change(Buffer.from(sound)))
  try {
    return look()
  } finally {
    writeFileSync(path, sound)
  }
}

describe('a damaged recording', () => {
  it('is whole before', () => expect(mistakeOf()).toBeUndefined())

  it('given any flipped bit in any file, then it is noticed, and its file is named', () => {
    const flip = fc.record({ file: fc.nat(), at: fc.nat(), bit: fc.nat(7) })
    fc.assert(
      fc.property(flip, ({ file: nth, at, bit }) => {
        const file = files[nth % files.length]
        const mistake = withFile(file, (bytes) => (bytes.length > 0 && (bytes[at % bytes.length] ^= 1 << bit), bytes), mistakeOf)
        expect([mistake?.exitCode, mistake?.place], `${file} byte ${at} bit ${bit}`).toEqual([104, expect.stringContaining(file)])
      }),
      { numRuns: 200 },
    )
  })

  it('given a flipped bit in a log, then no batch is told that was not recorded', () => {
    const log = files.find((file) => file.startsWith('log/'))!
    const setting = { runDir: dir, partition: Number(log.split('/')[1]), end: checkRecording(dir).ends[Number(log.split('/')[1])] }
    const recorded = JSON.stringify([...soundBatches(setting)])
    const sound = readFileSync(join(dir, log))
    const fd = openSync(join(dir, log), 'r+')
    const random = new Random(SEED)
    for (let flips = 0; flips < FLIPS; flips++) {
      const [at, bit] = [random.below(sound.length), random.below(8)]
      writeSync(fd, Buffer.of(sound[at] ^ (1 << bit)), 0, 1, at)
      const told = toldBy(setting)
      if (told.isWhole || !recorded.startsWith(JSON.stringify(told.batches).slice(0, -1))) expect.fail(`seed ${SEED}: bit ${bit} of byte ${at} of ${log} made a difference that nobody noticed`)
      writeSync(fd, sound, at, 1, at)
    }
    closeSync(fd)
    expect(toldBy(setting)).toMatchObject({ isWhole: true })
  }, 3_600_000)

  it('given a file that is cut off anywhere, then it is noticed', () => {
    const cuts = fc.record({ file: fc.nat(), keep: fc.nat() })
    fc.assert(fc.property(cuts, ({ file: nth, keep }) => withFile(files[nth % files.length], (bytes) => bytes.subarray(0, keep % bytes.length), () => mistakeOf()?.exitCode === 104)), { numRuns: 100 })
  })

  it('given the log of another partition in place of one’s own, then it is not believed, sound as it is', () => {
    const [one, other] = files.filter((file) => file.startsWith('log/'))
    expect(withFile(one, () => readFileSync(join(dir, other)), mistakeOf)).toMatchObject({ exitCode: 104 })
  })

  it('given another version, then it says so', () => {
    const text = readFileSync(join(dir, DOCUMENT), 'utf8').replace('"schemaVersion":1', '"schemaVersion":2').replace(/,"crc":\d+\}\n$/, '}')
    const written = Buffer.from(`${text.slice(0, -1)},"crc":${crc32(text)}}\n`)
    expect(withFile(DOCUMENT, () => written, mistakeOf)).toMatchObject({ code: 'damaged_recording', value: 'schemaVersion 2', fix: expect.stringContaining('newer one') })
  })

  it('given a file that is gone, then it is named', () => {
    expect(withFile('scenario.json', (bytes) => bytes, () => {
      rmSync(join(dir, 'scenario.json'))
      return mistakeOf()
    })).toMatchObject({ place: join(dir, 'scenario.json'), value: 'missing' })
  })

  it('given one that is not finished, then it is no recording', () => {
    truncateSync(join(cwd, 'in.jsonl'), 0)
    expect(() => checkRecording(cwd)).toThrow(/no recording.json/)
  })
})
