import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Dashboard, type Desk } from './dashboard.ts'
import { sampleProgress } from './testing/sample-progress.ts'

/** A terminal as ink sees one: what is written is kept, keys are typed. */
class FakeTerminal {
  readonly stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => ((this.isRaw = isRaw), this.stdin), ref: () => this.stdin, unref: () => this.stdin })
  readonly stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
  isRaw = false
  written = ''

  constructor() {
    this.stdout.on('data', (chunk: Buffer) => (this.written += chunk.toString()))
  }

  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.stdin.write(key)
      await delay(60)
    }
  }

  async resize(columns: number, rows: number): Promise<void> {
    Object.assign(this.stdout, { columns, rows })
    this.written = ''
    this.stdout.emit('resize')
    await delay(150)
  }
}

const CHOICES = [{ kind: 'down', target: 'cache', summary: 'the price cache is out of reach' }]
const dashboards: Dashboard[] = []

async function opened(inject: Desk['inject'] = () => 'cache:down@24s+5s') {
  const terminal = new FakeTerminal()
  const asked: string[] = []
  const streams = { stdin: terminal.stdin as unknown as NodeJS.ReadStream, stdout: terminal.stdout as unknown as NodeJS.WriteStream }
  const desk = { injectables: CHOICES, inject }
  const dashboard = new Dashboard({ ...streams, isColoured: false, desk: () => desk, onInterrupt: () => asked.push('interrupt'), onLeave: () => asked.push('leave') })
  dashboards.push(dashboard)
  dashboard.show(sampleProgress)
  await delay(150)
  return { terminal, dashboard, asked }
}

afterEach(() => {
  for (const dashboard of dashboards.splice(0)) dashboard.close()
})

/** Only for what hangs. */
const WITHIN = { timeout: 60_000, interval: 5 }

describe('the dashboard', () => {
  it('takes the other screen, and gives the terminal back as it was', async () => {
    const { terminal, dashboard } = await opened()
    expect(terminal.written).toContain('\u001B[?1049h')
    expect(terminal.isRaw).toBe(true)
    dashboard.close()
    dashboard.close()
    expect(terminal.written).toContain('\u001B[?1049l')
    expect(terminal.written).toContain('\u001B[?25h')
    expect(terminal.isRaw).toBe(false)
  })

  it('shows a new frame when the run has moved on', async () => {
    const { terminal, dashboard } = await opened()
    await delay(1000)
    terminal.written = ''
    dashboard.show({ ...sampleProgress, lag: 98_765 })
    await vi.waitFor(() => expect(terminal.written).toContain('98,765'), WITHIN)
  })

  it('draws at once what is news, and lets the rest wait for its share of a core', async () => {
    const { terminal, dashboard } = await opened()
    await delay(1000)
    dashboard.show({ ...sampleProgress, lag: 1 })
    await delay(20)
    terminal.written = ''
    dashboard.show({ ...sampleProgress, lag: 98_765 })
    await delay(20)
    expect(terminal.written).not.toContain('98,765')
    dashboard.show({ ...sampleProgress, phase: 'draining', lag: 98_765 })
    await vi.waitFor(() => expect(terminal.written).toContain('98,765'), WITHIN)
  })

  it('fills a terminal whose size changes, and never more', async () => {
    const { terminal } = await opened()
    await terminal.resize(200, 60)
    expect(terminal.written).toContain('thresholds so far')
    await terminal.resize(40, 10)
    const [, ...frames] = terminal.written.split('\u001B[J')
    expect(frames.at(-1)!.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
  })

  it('turns to the next view at a key', async () => {
    const { terminal } = await opened()
    terminal.written = ''
    await terminal.type('n')
    await delay(100)
    expect(terminal.written).toContain('time in each bolt')
  })

  it('hands Ctrl-C, s and q q over to whoever started the run', async () => {
    const { terminal, asked } = await opened()
    await terminal.type('\u0003', 'q', 'q')
    expect(asked).toEqual(['interrupt', 'leave'])
    const other = await opened()
    await other.terminal.type('s', 's')
    expect(other.asked).toEqual(['interrupt'])
  })

  it('injects what was chosen, and says so', async () => {
    const injected: string[] = []
    const { terminal } = await opened(({ kind, target }) => (injected.push(`${target}:${kind}`), 'cache:down@24s+5s'))
    await terminal.type('f', '1', '1')
    await delay(100)
    expect(injected).toEqual(['cache:down'])
    expect(terminal.written).toContain('injected: cache:down@24s+5s')
  })

  it('says why a fault cannot be injected', async () => {
    const { terminal } = await opened(() => {
      throw Object.assign(new Error('there is no traffic now'), { fix: 'try it in the next run' })
    })
    await terminal.type('f', '1', '1')
    await delay(100)
    expect(terminal.written).toContain('there is no traffic now: try it in the next run')
  })

  it('says that it stops when somebody else has asked for it', async () => {
    const { terminal, dashboard } = await opened()
    terminal.written = ''
    dashboard.stopping()
    await delay(150)
    expect(terminal.written).toContain('Stopping')
  })
})
