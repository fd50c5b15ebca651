import { availableParallelism } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { RunControl } from '../../adapters/embedded/run-control.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { RingSender } from '../../adapters/kafka/ring-sender.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { ThreadSetting } from './pipeline-setting.ts'

/** Several where there are cores for them, because each waits for its one send; a send costs the brokers the same whatever its size. */
const SENDERS = Math.ceil(availableParallelism() / 4)

const { shared, kafka } = workerData as ThreadSetting & { readonly kafka: KafkaTarget }
const control = new RunControl(shared.control)
const client = new KafkaClient(kafka.address)
const rings = shared.rings.map((ring, partition) => ({ ring: new ByteRing(ring), partition }))
const senders = Array.from({ length: SENDERS }, (_, sender) => {
  const mine = rings.filter(({ partition }) => partition % SENDERS === sender)
  return new RingSender(client, { prefix: kafka.prefix, rings: mine, stopping: () => control.stopping })
})

await Promise.all(senders.map((sender) => sender.run()))
parentPort!.postMessage({ kind: 'done' })
