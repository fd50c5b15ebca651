import { ByteRing } from '../adapters/embedded/byte-ring.ts'
import { Doorbell } from '../adapters/embedded/doorbell.ts'
import { RunControl } from '../adapters/embedded/run-control.ts'
import type { GeneratorSetting, GeneratorTotals } from '../runs/threads/generator-setting.ts'
import { messageOf, startThread } from '../runs/threads/start-thread.ts'

const RING_BYTES = 1 << 22

/** The generator of a run without the rest of it: whoever started it is its log and its pipeline. */
export function startGenerator(setting: Pick<GeneratorSetting, 'scenario' | 'paced' | 'faults' | 'segment' | 'seededWhen'>) {
  const control = new RunControl()
  const rings = Array.from({ length: setting.scenario.partitions }, () => ByteRing.create(RING_BYTES))
  const shared = { control: control.shared, rings: rings.map((ring) => ring.shared), doorbells: [new Doorbell().shared] }
  const thread = startThread('generator', { ...setting, shared, skus: null })
  const done = messageOf<{ readonly kind: 'done'; readonly totals: GeneratorTotals }>(thread, 'done')
  return { control, rings, thread, done }
}

/** Takes everything that waits in a ring, as a log and a pipeline would. Returns its lines. */
export function drained(ring: ByteRing): string {
  const intake = Buffer.alloc(RING_BYTES)
  const text = intake.toString('utf8', 0, ring.peek(intake))
  const records = text.split('\n').length - 1
  ring.release(Buffer.byteLength(text), records)
  ring.processed(records, 0)
  return text
}
