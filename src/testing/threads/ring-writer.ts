import { workerData } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'

/** Pushes so many numbered records of all lengths through a ring, a few at a time. */
const { ring: shared, records } = workerData as { readonly ring: SharedArrayBuffer; readonly records: number }
const ring = new ByteRing(shared)

for (let n = 0; n < records; ) {
  let text = ''
  const count = Math.min(1 + (n % 5), records - n)
  for (let index = 0; index < count; index++) text += `${n + index}:${'é'.repeat((n + index) % 90)}\n`
  while (!ring.push(text, count, n));
  n += count
}
