import { readFileSync } from 'node:fs'

const SAMPLE_EVERY_MS = 200

/** Memory of a process over time, as the system counts it. */
export class RssSampler {
  #samples = []
  #timer

  constructor(pid) {
    this.#timer = setInterval(() => this.#samples.push({ atS: nowS(), mb: rssOf(pid) }), SAMPLE_EVERY_MS)
  }

  stop() {
    clearInterval(this.#timer)
  }

  /** The most between two moments of `nowS`. */
  maxMb(fromS, untilS) {
    return Math.round(Math.max(...this.#samples.filter(({ atS }) => atS >= fromS && atS < untilS).map(({ mb }) => mb)))
  }
}

export const nowS = () => performance.now() / 1000

function rssOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  } catch {
    return 0
  }
}
