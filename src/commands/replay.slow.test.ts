import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReplayDocument } from '../runs/replay/conclude-replay.ts'
import { BIN, emptyFolder, promo } from '../testing/promo-cli.ts'

const cwd = emptyFolder()
const file = (...names: readonly string[]) => join(cwd, ...names)
let original: { readonly decisionsSha256: string }

beforeAll(async () => {
  await promo(['simulate', 'vendor-cost-shock', '--duration', '2s', '--rate', '500', '--skus', '60', '--stores', '2', '--no-faults', '--out', 'run', '--no-ui', '--quiet'], { cwd })
  original = JSON.parse(readFileSync(file('run/run.json'), 'utf8')).run
})
afterAll(() => rmSync(cwd, { recursive: true }))

const replay = (...args: readonly string[]) => promo(['replay', ...args, '--quiet'], { cwd })
async function replayed(...args: readonly string[]): Promise<ReplayDocument & { exitCode: number }> {
  const { stdout, stderr } = await replay(...args, '--json')
  expect(stderr).not.toContain('Error')
  return JSON.parse(stdout)
}

/** Of all partitions, as they stand in the log. */
function lines(run: string): readonly string[] {
  return readdirSync(file(run, 'log')).sort().flatMap((partition) => readFileSync(file(run, 'log', partition, `${'0'.repeat(20)}.jsonl`), 'utf8').split('\n'))
}

const decisions = (run: string): string => lines(run).filter((line) => line.startsWith('{"topic":"pricing_decisions"')).join('\n')

/** Comes back when the log of this folder has been exchanged for that of another lap: then two are whole. */
async function twoLapsIn(run: string): Promise<void> {
  const seen = new Set<string>()
  for (; seen.size < 2; await delay(10)) {
    const log = statSync(file(run, 'log'), { throwIfNoEntry: false })
    if (log) seen.add(`${log.ino} ${log.birthtimeMs}`)
  }
}

describe('promo replay', () => {
  it('given a run, when all of it is replayed, then it decides the same, in a folder that can be verified', async () => {
    const { exitCode, stdout } = await replay('run', '--out', 'full')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/as recorded: [\d,]+ decision lines are the same, byte for byte/)
    expect(stdout).toContain(`decisions ${original.decisionsSha256}`)
    expect(decisions('full')).toBe(decisions('run'))
    const verified = JSON.parse((await promo(['verify', 'full', '--json'], { cwd })).stdout)
    expect([verified.verdict, verified.run.decisionsSha256]).toEqual(['pass', original.decisionsSha256])
    expect(existsSync(file('full/report.html'))).toBe(true)
  })

  it('given --from in the middle, then the state before it is rebuilt, and it decides as the original did', async () => {
    const document = await replayed('run', '--from', '@-1s', '--to', '-10', '--out', 'middle')
    expect(document).toMatchObject({ verdict: 'pass', exitCode: 0, replay: { identical: true, difference: null } })
    expect(document.replay.events).toBeGreaterThan(100)
    expect(document.replay.events).toBeLessThan(700)
    expect(document.replay.compared).toBeGreaterThan(document.replay.events)
  })

  it('given a speed, then it keeps the recorded gaps', async () => {
    const { replay: paced } = await replayed('run', '--from', '@-1s', '--speed', '2x', '--out', 'paced')
    expect(paced.identical).toBe(true)
    expect(paced.laps[0].elapsedMs).toBeGreaterThanOrEqual(490)
  })

  it('given a key, then only its SKUs are replayed, and their prices are the recorded ones', async () => {
    const { replay: part, verdict } = await replayed('run', '--key', 'SKU-0000?', '--type', 'sale', '--out', 'part')
    expect(part).toMatchObject({ identical: null, otherwise: 'a part of the records' })
    expect(verdict).toBe('pass')
    const isTraffic = (line: string) => line.startsWith('{"topic"') && line.includes('"id":"g1-')
    const isWanted = (line: string) => isTraffic(line) && line.startsWith('{"topic":"sales_events"') && /"sku":"SKU-0000\d"/.test(line)
    expect(lines('part').filter(isTraffic)).toEqual(lines('run').filter(isWanted))
    expect(lines('part').filter((line) => line.startsWith('{"topic":"catalog"')).length).toBe(60)
  })

  it('given a group, then the next replay goes on where the one before ended', async () => {
    const first = await replayed('run', '--group', 'incident-7', '--to', '+40', '--out', 'group-1')
    const second = await replayed('run', '--group', 'incident-7', '--out', 'group-2')
    expect(second.replay.spans.map(({ from }) => from)).toEqual(first.replay.spans.map(({ to }) => to))
    const third = await replay('run', '--group', 'incident-7', '--json')
    expect([third.exitCode, JSON.parse(third.stdout).error.code]).toEqual([2, 'nothing_to_replay'])
  })

  it('given a decision that was recorded otherwise, then it is located, with both beside each other', async () => {
    cpSync(file('run'), file('forged'), { recursive: true })
    const segment = file('forged/log/3', `${'0'.repeat(20)}.jsonl`)
    const recorded = readFileSync(segment, 'utf8').split('\n')
    const at = recorded.findLastIndex((line) => line.startsWith('{"topic":"pricing_decisions","cause":') && line.includes('"decisions":[["'))
    const { cause, rules, decisions: rows } = JSON.parse(recorded[at])
    const forged = recorded.with(at, recorded[at].replace(`["${rows[0][0]}",${rows[0][1]},`, `["${rows[0][0]}",${rows[0][1] + 1},`))
    writeFileSync(segment, withChecksum(forged, at).join('\n'))
    const { exitCode, stdout } = await replay('forged', '--out', 'differs')
    expect(exitCode).toBe(99)
    expect(stdout).toContain(`  log/3 batch `)
    expect(stdout).toContain(typeof cause === 'number' ? ` offset ${cause}\n` : ` cause ${cause}\n`)
    expect(stdout).toContain(`  3:${cause}:${rows[0][0]}:${rows[0][7][0][0]}:r${rules}\n`)
    expect(stdout).toMatch(new RegExp(`priceMinor +${rows[0][1] + 1} +${rows[0][1]}\n`))
  })

  it('given other rules, then the recorded events are decided under them', async () => {
    writeFileSync(file('other.yaml'), 'policy: { floorMarginBps: 4500 }\npromotions:\n  - { id: ten, kind: percent-off, offBps: 1000 }\n')
    const { replay: other, verdict, run, diff } = await replayed('run', '--rules', 'other.yaml', '--diff', '--out', 'other')
    expect(diff).toMatchObject({ baseline: 'run', replayed: 'other', demand: expect.stringContaining('the recorded sales'), currencies: [{ currency: 'INR', skus: 60 }] })
    expect(diff!.breachesPrevented.after).toBeGreaterThan(diff!.breachesPrevented.before)
    expect(JSON.parse(readFileSync(file('other/diff.json'), 'utf8'))).toEqual(diff)
    expect(readFileSync(file('other/diff.html'), 'utf8')).toContain(`${diff!.skusMoved} SKUs moved`)
    expect([other.identical, other.otherwise, verdict]).toEqual([null, 'other rules', 'pass'])
    expect(run.decisionsSha256).not.toBe(original.decisionsSha256)
    expect(JSON.parse(readFileSync(file('other/scenario.json'), 'utf8')).policy.floorMarginBps).toBe(4500)
    expect(decisions('other')).toContain('"appliedRules"')
    expect(readFileSync(file('other/log/0', `${'0'.repeat(20)}.jsonl`), 'utf8')).toContain('"id":"rules-0-0"')
  })

  it('given another run, then the replay is held against its decisions, which is the same from the other side', async () => {
    const { stdout } = await replay('run', '--against', 'other', '--out', 'against')
    expect(stdout).toMatch(/revenue +INR [\d,.]+ +INR [\d,.]+ +INR /)
    const [there, back] = ['other', 'against'].map((run) => JSON.parse(readFileSync(file(run, 'diff.json'), 'utf8')))
    expect(back.currencies[0].after).toEqual(there.currencies[0].before)
    expect(back.currencies[0].revenueMinor.value).toBe(-there.currencies[0].revenueMinor.value)
    expect(back.skusMoved).toBe(there.skusMoved)
  })

  it('given the same rules, then nothing has moved', async () => {
    const { diff, replay: same } = await replayed('run', '--diff', '--out', 'same')
    expect([same.identical, diff]).toEqual([true, expect.objectContaining({ skusMoved: 0, movers: [] })])
    expect(diff!.reasons.every(({ before, after }) => before === after)).toBe(true)
  })

  it('given a loop, when it is stopped, then every lap was the same, and a whole one is in the folder', async () => {
    const child = spawn(process.execPath, [BIN, 'replay', 'run', '--loop', '--json', '--out', 'loop'], { cwd })
    let told = ''
    child.stderr.resume()
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
    const closed = once(child, 'close')
    await twoLapsIn('loop')
    child.kill('SIGINT')
    const [exitCode] = await closed
    const { replay: looped, invariants, run } = JSON.parse(told) as ReplayDocument
    expect([exitCode, invariants.find(({ name }) => name === 'laps')?.status]).toEqual([105, 'pass'])
    expect(looped.laps.filter(({ isInterrupted, decisionsSha256 }) => !isInterrupted && decisionsSha256 === original.decisionsSha256).length).toBeGreaterThanOrEqual(2)
    expect([run.decisionsSha256, decisions('loop') === decisions('run'), existsSync(file('loop/lap'))]).toEqual([original.decisionsSha256, true, false])
  })

  it('given a cold start, then nothing before --from has happened', async () => {
    const { replay: cold, verdict } = await replayed('run', '--from', '@-1s', '--cold', '--out', 'cold')
    expect([cold.identical, cold.otherwise, verdict]).toEqual([null, 'a cold start', 'pass'])
    const warm = decisions('middle')
    expect(decisions('cold').length).toBeLessThan(warm.length)
  })

  it('given a cold start late in a recording of a file, then its partitions have ticked until then', async () => {
    const { replay: cold, verdict, exitCode } = await replayed(resolve('fixtures/recordings/kettles'), '--cold', '--from', '@-1s', '--out', 'cold-kettles')
    expect([exitCode, verdict, cold.otherwise]).toEqual([0, 'pass', 'none are in this recording'])
  })
})

/** The lines of a log, one of which was changed by somebody who knew about checksums. */
function withChecksum(log: readonly string[], changed: number): readonly string[] {
  const isOrder = (line: string) => line.startsWith('{"topic":"order"')
  const order = log.findIndex((line, at) => at > changed && isOrder(line))
  const before = log.slice(log.findLastIndex((line, at) => at < changed && isOrder(line)) + 1, order)
  const head = log[order].slice(0, log[order].lastIndexOf(',"crc":'))
  return log.with(order, `${head},"crc":${crc32(`${before.join('\n')}\n${head}`)}}`)
}
