import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunDocument } from '../../../reports/run-document.ts'
import { brokenInvariants } from '../../../testing/broken-invariants.ts'
import { emptyFolder, promo } from '../../../testing/promo-cli.ts'
import { smallRun } from '../../../testing/small-cluster-run.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

it('given workers are killed, stand still, leave and crash, when the run is judged, then each is back, and nothing is lost, doubled or stale', async () => {
  const faults = ['worker.1:kill@2s+1s', 'worker.2:pause@13s+8s', 'worker.1:down@32s+2s', 'worker.2:restart@38s', 'worker:crash,at=publish@46s']
  const document = JSON.parse((await promo(smallRun('60s', faults), { cwd })).stdout) as RunDocument
  expect(document.faults.map(({ spec, injected, eligible }) => [spec, injected, eligible])).toEqual(document.faults.map(({ spec }) => [spec, 1, 1]))
  expect(brokenInvariants(document)).toEqual([])
  expect(document.metrics.lag.values).toMatchObject({ value: 0 })
})
