import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../reports/run-document.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const [SKUS, STORES] = [60, 2]
const ITEMS = SKUS * STORES
const SMALL = ['--rate', '500', '--skus', `${SKUS}`, '--stores', `${STORES}`, '--duration', '2s', '--no-ui']

describe('given a run with a fault', () => {
  it('when it is run with --control, then the same seed without faults stands beside it', { timeout: 90_000 }, async () => {
    const cwd = emptyFolder()
    const { stdout, stderr } = await promo(['simulate', 'steady', ...SMALL, '--fault', 'feed.cost:bad_cost,factor=100', '--control', '--out', 'run', '--report', 'text=summary.txt', '--json'], { cwd })
    const document = JSON.parse(stdout) as RunDocument
    const { control, faults, run } = document
    expect(faults).toHaveLength(1)
    expect(control!.run).toMatchObject({ seed: run.seed, runDir: `${run.runDir}-control` })
    expect(control!.run.command).toMatch(/--no-faults/)
    expect(control!.run.command).not.toMatch(/--control|--fault /)
    const quarantined = ({ metrics }: Pick<RunDocument, 'metrics'>) => (metrics.events_quarantined?.values as { count: number } | undefined)?.count ?? 0
    expect([quarantined(document) > 0, quarantined(control!)]).toEqual([true, 0])
    expect(control!.invariants.map(({ name }) => name)).toEqual(document.invariants.map(({ name }) => name))
    const ofControl = JSON.parse(readFileSync(join(cwd, control!.run.runDir!, 'run.json'), 'utf8')) as RunDocument
    expect(ofControl).toMatchObject({ faults: [], run: { id: control!.run.id, decisionsSha256: control!.run.decisionsSha256 } })
    expect(document.invariants.find(({ name }) => name === 'final_prices')).toMatchObject({ status: 'pass', checked: ITEMS })
    expect(readFileSync(join(cwd, 'summary.txt'), 'utf8')).toMatch(/BESIDE ITS CONTROL +this run +no faults/)
    expect(readFileSync(join(cwd, run.runDir!, 'report.html'), 'utf8')).toContain('Beside its control')
    expect(stderr).not.toMatch(/at .*\.ts:\d/)
  })
})

describe('given a run that has nothing to be held against', () => {
  it.each([
    ['without faults', ['--no-faults']],
    ['of others', ['--target', 'kafka', '--external', '--topic-prefix', 'p.']],
  ])('when it is a run %s, then --control is refused and nothing is left behind', async (_, more) => {
    const cwd = emptyFolder()
    const { exitCode, stdout } = await promo(['simulate', 'steady', ...SMALL, ...more, '--control', '--out', 'run', '--json'], { cwd })
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'nothing_to_control', place: '--control' })
    expect([existsSync(join(cwd, 'run')), readdirSync(cwd)]).toEqual([false, []])
  })
})
