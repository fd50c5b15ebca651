import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'bin/run.js')
const SMALL = ['--rate', '300', '--skus', '100', '--stores', '2']

describe('a run', () => {
  let cwd = ''
  let first: Awaited<ReturnType<typeof promo>>
  beforeAll(async () => {
    cwd = emptyFolder()
    first = await promo(['simulate', '--duration', '2s', 'steady', ...SMALL, '--seed', '7', '--json', '--report', 'hgrm=latency.txt', '--report', 'text=summary.txt'], { cwd })
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('ends with one document, whose exit code is the process’s', () => {
    const document = JSON.parse(first.stdout)
    expect(document).toMatchObject({ schemaVersion: 1, run: { scenario: 'steady', seed: '7', target: 'embedded' }, exitCode: first.exitCode })
    expect(document.run.command).toBe("promo simulate --duration 2s steady --rate 300 --skus 100 --stores 2 --json --report hgrm=latency.txt --report text=summary.txt --seed 7")
    expect(document.metrics.events_sent.values.count).toBe(600)
  })

  it('tells people its seed first, then how far it is, then the verdict', () => {
    const lines = first.stderr.split('\n')
    expect(lines[0]).toBe('seed 7')
    expect(first.stderr).toMatch(/\n {3}\ds {2}\d+\/s sent {2}p99 /)
    expect(first.stderr).toContain('verdict: ')
    expect(first.stderr).not.toContain('\u001B')
  })

  it('leaves a folder, and copies of reports where they were asked for', () => {
    const [id] = readdirSync(join(cwd, '.promo/runs'))
    expect(id).toMatch(/^\d{8}-\d{6}-steady-[0-9a-f]{4}$/)
    expect(readdirSync(join(cwd, '.promo/runs', id))).toEqual(expect.arrayContaining(['scenario.json', 'run.json', 'sent.json', 'log', 'reads', 'latency.hgrm', 'latency.hlog']))
    expect(readFileSync(join(cwd, 'latency.txt'), 'utf8')).toBe(readFileSync(join(cwd, '.promo/runs', id, 'latency.hgrm'), 'utf8'))
    expect(readFileSync(join(cwd, 'summary.txt'), 'utf8')).toContain('verdict: ')
  })

  it('is reported again as it was', async () => {
    const { exitCode, stdout } = await promo(['report', 'last', '--json'], { cwd })
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual(JSON.parse(first.stdout))
  })

  it('is listed', async () => {
    const { stdout } = await promo(['runs', '--json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, runs: [{ scenario: 'steady', seed: '7', state: JSON.parse(first.stdout).verdict }] })
  })

  it('is verified from its folder alone', async () => {
    const { exitCode, stdout } = await promo(['verify', 'last', '--json'], { cwd })
    const { invariants, run } = JSON.parse(stdout)
    expect(exitCode).toBe(invariants.some(({ status }: { readonly status: string }) => status !== 'pass') ? 99 : 0)
    expect(brokenInvariants({ invariants })).toEqual([])
    expect(run.decisionsSha256).toBe(JSON.parse(first.stdout).run.decisionsSha256)
  })

  it('explains its prices', async () => {
    const [sku] = skusOf(cwd)
    const { exitCode, stdout } = await promo(['explain', 'last', sku], { cwd })
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(sku)])
    const unknown = await promo(['explain', 'last', 'no-such-sku'], { cwd })
    expect([unknown.exitCode, unknown.stdout, unknown.stderr]).toEqual([2, '', expect.stringContaining('no-such-sku')])
  })

  it('that has its verdict is not resumed', async () => {
    const { exitCode, stderr } = await promo(['runs', 'resume', 'last'], { cwd })
    expect([exitCode, stderr]).toEqual([104, expect.stringContaining('nothing to resume')])
  })
})

it('promises of a seed what it keeps', async () => {
  const { stdout } = await promo(['simulate', '--help'], { cwd: ROOT })
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the same seed makes the same catalogue, traffic and faults')
})

describe('a run that is stopped', () => {
  let cwd = ''
  beforeEach(() => {
    cwd = emptyFolder()
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  it('by Ctrl-C undoes its faults and still reports', async () => {
    const { exitCode, stdout, stderr } = await interrupted(['--fault', 'cache:down'], 1)
    expect([exitCode, stderr]).toEqual([105, expect.stringContaining('Interrupted.')])
    expect(JSON.parse(stdout)).toMatchObject({ faults: [{ spec: 'cache:down' }], exitCode: 105 })
    const { exitCode: verified } = await promo(['verify', 'last'], { cwd })
    expect(verified).toBe(0)
  })

  it('by a second Ctrl-C in the middle of a fault leaves at once, and can be resumed', async () => {
    const { exitCode, stdout, stderr } = await interrupted(['--fault', 'cache:down'], 2)
    expect([exitCode, JSON.parse(stdout)]).toEqual([105, expect.objectContaining({ error: expect.objectContaining({ code: 'interrupted' }), exitCode: 105 })])
    expect(stderr).not.toMatch(/\n\s+at /)
    const report = await promo(['report', 'last', '--json'], { cwd })
    expect([report.exitCode, JSON.parse(report.stdout)]).toEqual([0, expect.objectContaining({ schemaVersion: 1, run: expect.objectContaining({ scenario: 'steady', startedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:]+Z$/) }) })])
    const resumed = await promo(['runs', 'resume', 'last', '--json'], { cwd })
    expect(JSON.parse(resumed.stdout)).toMatchObject({ run: { scenario: 'steady' }, exitCode: resumed.exitCode })
  })

  it('by a catalogue that cannot be read leaves nothing behind', async () => {
    writeFileSync(join(cwd, 'catalog.csv'), 'sku,name\n"1","open to the end')
    const { exitCode, stderr } = await promo(['simulate', 'steady', '-d', '2s', '--catalog', 'catalog.csv'], { cwd })
    expect([exitCode, stderr]).toEqual([104, expect.stringMatching(/catalog\.csv:\d+/)])
    expect(existsSync(join(cwd, '.promo/runs')) ? readdirSync(join(cwd, '.promo/runs')) : []).toEqual([])
  })

  /** Presses Ctrl-C `times` times as soon as traffic flows. */
  async function interrupted(flags: readonly string[], times: 1 | 2) {
    const child = spawn(process.execPath, [BIN, 'simulate', 'steady', '-d', '60s', ...SMALL, ...flags, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => gather(stream.setEncoding('utf8')))
    await until(() => stderr.text.includes('/s sent'))
    child.kill('SIGINT')
    if (times === 2) await until(() => stderr.text.includes('once more'))
    if (times === 2) child.kill('SIGINT')
    const [exitCode] = await once(child, 'close')
    return { exitCode, stdout: stdout.text, stderr: stderr.text }
  }
})

function gather(stream: NodeJS.ReadableStream): { readonly text: string } {
  const gathered = { text: '' }
  stream.on('data', (text: string) => (gathered.text += text))
  return gathered
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function skusOf(cwd: string): readonly string[] {
  const [id] = readdirSync(join(cwd, '.promo/runs'))
  const dir = join(cwd, '.promo/runs', id, 'log/0')
  const [segment] = readdirSync(dir).filter((name) => name.endsWith('.jsonl'))
  return [...readFileSync(join(dir, segment), 'utf8').matchAll(/"type":"sku_seeded","sku":"([^"]+)"/g)].map(([, sku]) => sku)
}
