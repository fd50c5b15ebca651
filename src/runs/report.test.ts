import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ReportData } from '../reports/digest/report-data.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { report } from './report.ts'

const cwd = emptyFolder()
const runDir = join(cwd, 'run')

/** As `kill -9` leaves a folder: what is written at the end of a run is not there. */
function killed(): string {
  const dir = join(emptyFolder(), 'killed')
  cpSync(runDir, dir, { recursive: true })
  for (const file of ['run.json', 'report.html', 'report-data.json', 'latency.hlog', 'latency.hgrm']) rmSync(join(dir, file))
  return dir
}

async function htmlOf(dir: string): Promise<string> {
  const path = join(emptyFolder(), 'report.html')
  await report({ runDir: dir, copies: [{ kind: 'html', path }], onProgress: () => {} })
  return readFileSync(path, 'utf8')
}

describe('the reports of a run', () => {
  beforeAll(async () => {
    await promo(['simulate', 'flash-sale', '--duration', '3s', '--rate', '2k', '--skus', '300', '--stores', '3', '--out', runDir, '--report', 'html=copy.html', '--quiet', '--no-ui'], { cwd })
  }, 60_000)

  it('given a run, then report.html stands in its folder, where it was wanted, and comes out again the same', async () => {
    const page = readFileSync(join(runDir, 'report.html'), 'utf8')
    expect(readFileSync(join(cwd, 'copy.html'), 'utf8')).toBe(page)
    expect(await htmlOf(runDir)).toBe(page)
  })

  it('shows what the verdict was made of: the counts of the log and those of the document are the same', () => {
    const { metrics } = JSON.parse(readFileSync(join(runDir, 'run.json'), 'utf8')) as RunDocument
    const { rates, digest } = JSON.parse(readFileSync(join(runDir, 'report-data.json'), 'utf8')) as ReportData
    const counted = { planned: sum(rates.planned), sent: sum(rates.sent!), accepted: sum(digest.processed), decided: sum(digest.margins.after), prevented: sum(Object.values(digest.prevented)) }
    const stated = { planned: countOf(metrics, 'events_planned'), sent: countOf(metrics, 'events_sent'), accepted: countOf(metrics, 'events_accepted'), decided: countOf(metrics, 'margin_bps'), prevented: countOf(metrics, 'margin_breaches_prevented') }
    expect(counted).toEqual(stated)
    expect(counted.prevented).toBeGreaterThan(0)
  })

  it('given a run that was killed, then the page is made from its log, and says what died with it', async () => {
    const page = await htmlOf(killed())
    expect(page).toContain('this one was killed before')
    expect(page).toContain('Margin breaches prevented')
  })

  it('given a run that was killed, then latencies are refused with a way out', async () => {
    const path = join(cwd, 'latency.hgrm')
    const refused = report({ runDir: killed(), copies: [{ kind: 'hgrm', path }], onProgress: () => {} })
    await expect(refused).rejects.toMatchObject({ mistake: { code: 'no_latencies', exitCode: 104, fix: expect.stringContaining('html=') } })
    expect(existsSync(path)).toBe(false)
  })
})

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function countOf(metrics: RunDocument['metrics'], name: string): number | null {
  const metric = metrics[name]
  return metric.type === 'gauge' ? null : metric.values.count
}
