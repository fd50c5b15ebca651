import { createInterface } from 'node:readline/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { Flags } from '@oclif/core'
import type { PlayedAct } from '../runs/demo/play-act.ts'
import type { Act } from '../runs/demo/act.ts'
import { ActLines } from '../ui/act-lines.ts'
import { BaseCommand } from './base/base-command.ts'
import { INTERRUPTED, interruptibly } from './base/interrupt.ts'

const NOT_PASSED = 99
/** Time to read, where nobody presses a key. */
const READING_MS = 5000

interface DemoReport {
  readonly schemaVersion: 1
  readonly acts: readonly { readonly name: string; readonly runDir: string; readonly verdict: string; readonly endedAsItShould: boolean }[]
  readonly exitCode: number
}

export default class Demo extends BaseCommand {
  static override summary = 'Show in three minutes what promo is: a flash sale, a crash, a bad cost, and a run that must fail'
  static override description =
    'Three real runs of modest size, each in a run folder of its own. At a terminal it waits for Enter between them. Ends with 0 where every act ended as it should: the last one must fail, and that is its success. How fast the runs went is told and not judged.'
  static override flags = { auto: Flags.boolean({ description: 'wait for nobody' }) }
  static override examples = ['<%= config.bin %> demo', '<%= config.bin %> demo --auto']

  async run(): Promise<DemoReport> {
    const { flags } = await this.parse(Demo)
    const { DEMO_ACTS } = await import('../runs/demo/registry.ts')
    const waits = !flags.auto && !this.jsonEnabled() && process.stdin.isTTY && process.stdout.isTTY
    const acts: DemoReport['acts'][number][] = []
    const wasInterrupted = await interruptibly(this.jsonEnabled(), async (signal) => {
      for (const [index, act] of DEMO_ACTS.entries()) {
        this.tell('', `ACT ${index + 1} OF ${DEMO_ACTS.length}: ${act.title}`, '', act.opening, '')
        await this.#pause(waits, signal)
        if (signal.aborted) break
        const { runDir, document, endedAsItShould } = await this.#play(act, signal)
        acts.push({ name: act.name, runDir, verdict: document.verdict, endedAsItShould })
        if (signal.aborted) break
      }
      return signal.aborted
    })
    const exitCode = wasInterrupted ? INTERRUPTED : acts.every(({ endedAsItShould }) => endedAsItShould) ? 0 : NOT_PASSED
    process.exitCode = exitCode
    this.say('', ...curtain(exitCode, acts))
    return { schemaVersion: 1, acts, exitCode }
  }

  async #play(act: Act, signal: AbortSignal): Promise<PlayedAct> {
    const { playAct } = await import('../runs/demo/play-act.ts')
    const told = new ActLines()
    const played = await playAct(act, { onMoments: (moments) => told.expect(moments), onProgress: (progress) => this.tell(...told.lines(progress)), signal })
    if (signal.aborted) return played
    const words = played.endedAsItShould ? [...busy(played), act.closing] : [`This act did not end as it should: promo report ${played.runDir} shows why.`]
    this.tell('', ...played.ending, '', ...words)
    if (played.explanation.length > 0) this.say('', ...played.explanation)
    return played
  }

  /** An interrupt ends the waiting, and with it the demo. */
  async #pause(waits: boolean, signal: AbortSignal): Promise<void> {
    if (!waits) return delay(READING_MS, undefined, { signal }).catch(() => {})
    const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
    await lines.question('Enter goes on, Ctrl-C leaves. ', { signal }).catch(() => '')
    lines.close()
  }
}

/** A verdict is strict about how evenly the traffic was sent; what an act shows does not depend on that. */
function busy({ document }: PlayedAct): readonly string[] {
  return document.verdict === 'unknown' ? ['(The machine was busy: the traffic came late, so the verdict is unknown. What follows was checked all the same.)', ''] : []
}

function curtain(exitCode: number, acts: DemoReport['acts']): readonly string[] {
  if (exitCode === INTERRUPTED) return ['Interrupted.']
  if (exitCode !== 0) return ['Not every act ended as it should. promo doctor looks at this machine; promo runs lists the runs.']
  const [first] = acts
  return [
    'That was all of it. The runs are kept:',
    `  promo report ${first.runDir}   # everything that was measured`,
    '  promo verify last      # all invariants again, from the folder alone',
    '  promo simulate flash-sale --dry-run   # the same at full size: 20,000 events/s',
  ]
}
