// node bench/crash-points.mjs [crashes at each point, 1000]: the embedded log, snapshots, cache and store in one process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '../src/runs/verify.ts'
import { crashingRun } from '../src/testing/crashing-run.ts'

const say = (line) => process.stdout.write(`${line}\n`)

const crashesEach = Number(process.argv[2] ?? 1000)
const runDir = mkdtempSync(join(tmpdir(), 'promo-crash-points-'))
const began = performance.now()
const hits = await crashingRun(runDir, crashesEach)
const tookMs = performance.now() - began
const { document } = await verify({ runDir, onProgress: () => {} })
rmSync(runDir, { recursive: true })

const crashes = Object.values(hits).reduce((sum, count) => sum + count, 0)
say(`${crashes} crashes in ${(tookMs / 1000).toFixed(1)} s, ${Math.round((crashes * 60_000) / tookMs)} a minute`)
for (const [site, count] of Object.entries(hits)) say(`  ${site.padEnd(24)} ${count}`)
for (const { name, status, checked, violations } of document.invariants) say(`  ${name.padEnd(24)} ${status}: ${violations} violations in ${checked}`)
process.exitCode = document.invariants.some(({ status }) => status === 'fail') ? 1 : 0
