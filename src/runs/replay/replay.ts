import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { writeScenario } from '../fault-desk.ts'
import { writeRecordPlace } from '../folders/record-place.ts'
import { lockRun, unlockRun } from '../folders/run-lock.ts'
import type { KafkaRequest } from '../open-kafka-target.ts'
import type { KafkaTarget } from '../threads/kafka-target.ts'
import { concludeReplay, type ReplayDocument } from './conclude-replay.ts'
import { storePlaces } from './groups.ts'
import { type Lap, type ReplayOptions, runLap } from './lap.ts'
import type { PreparedReplay } from './prepare-replay.ts'

/** Replays a recording into a run folder of its own, and judges it. Nothing is printed. */
export async function replay(options: ReplayOptions): Promise<ReplayDocument> {
  const { prepared, signal } = options
  const { outDir, scenario, request, recording } = prepared
  const startedAt = new Date()
  const kafka = request.kafka && (await openKafka(request.kafka, prepared))
  writeScenario(outDir, scenario)
  if (kafka) writeRecordPlace(outDir, { ...kafka, kafka: request.kafka?.kafka ?? { brokers: kafka.address.brokers } })
  lockRun(outDir)
  try {
    const laps = kafka ? [await runOnKafka(options, kafka)] : await runLaps(options)
    if (request.group !== null && !signal.aborted) storePlaces(request.group, recording.id, prepared.spans.map(({ to }) => to))
    return await concludeReplay({ ...options, startedAt, laps, kept: laps.findLast(({ isInterrupted }) => !isInterrupted) ?? laps[0] })
  } finally {
    unlockRun(outDir)
  }
}

/** Its clients are loaded only where they are needed. */
async function openKafka(request: KafkaRequest, { outDir, recording }: PreparedReplay): Promise<KafkaTarget> {
  const { openKafkaTarget } = await import('../open-kafka-target.ts')
  return openKafkaTarget({ ...request, beginsEmpty: true }, basename(outDir), recording.partitions.length)
}

async function runOnKafka(options: ReplayOptions, kafka: KafkaTarget): Promise<Lap> {
  const { runKafkaLap } = await import('./on-kafka/kafka-lap.ts')
  return runKafkaLap(options, kafka)
}

/** A lap that was interrupted gives way to the last whole one, where there is one. */
async function runLaps(options: ReplayOptions): Promise<readonly Lap[]> {
  const { outDir, request } = options.prepared
  const laps = [await runLap(options, outDir)]
  while (request.isLoop && !options.signal.aborted) {
    const aside = join(outDir, 'lap')
    const lap = await runLap(options, aside)
    laps.push(lap)
    if (!lap.isInterrupted) exchangeLogs(aside, outDir)
    rmSync(aside, { recursive: true, force: true })
  }
  return laps
}

function exchangeLogs(from: string, to: string): void {
  rmSync(join(to, 'log'), { recursive: true, force: true })
  if (existsSync(join(from, 'log'))) renameSync(join(from, 'log'), join(to, 'log'))
}
