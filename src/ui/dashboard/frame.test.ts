import { describe, expect, it } from 'vitest'
import { frame, frameText, type Size } from './frame.ts'
import { widthOf } from './line.ts'
import { sampleLive, sampleProgress } from './testing/sample-progress.ts'
import { openState, VIEWS, type ViewState } from './view-state.ts'

const CHOICES = [{ kind: 'down', target: 'cache', summary: 'the price cache is out of reach' }]
const opened = openState(sampleProgress, CHOICES)
const SIZES: readonly Size[] = [[80, 24], [200, 60], [40, 10], [30, 6], [20, 3], [149, 33], [150, 34], [1, 1], [500, 200]].map(([columns, rows]) => ({ columns, rows }))
const text = (state: ViewState, columns = 80, rows = 24) => frameText(state, { columns, rows }, false)

const manyFaults = Array.from({ length: 30 }, (_, index) => ({ ...sampleLive.faults[0], spec: `feed.competitor:duplicate,attribute=${index}@${index}s+1s~0.05`, startMs: index * 1000, endMs: index * 1000 + 1000 }))
const STATES: Readonly<Record<string, ViewState>> = {
  ...Object.fromEntries(VIEWS.map((name, view) => [name, { ...opened, view }])),
  help: { ...opened, isHelpShown: true },
  kinds: { ...opened, menu: { kind: null } },
  targets: { ...opened, menu: { kind: 'down' } },
  paused: { ...opened, isPaused: true },
  stopping: { ...opened, isStopping: true },
  'quit asked': { ...opened, isQuitAsked: true },
  'a long message': { ...opened, message: { text: 'no '.repeat(200), sinceMs: 0 } },
  preparing: openState({ ...sampleProgress, phase: 'preparing', elapsedMs: 0, live: undefined, note: 'starting threads' }, CHOICES),
  'nothing known yet': openState({ ...sampleProgress, elapsedMs: 1, live: { ...sampleLive, seconds: [], bolts: [], cuts: [], faults: [], thresholds: [] } }, CHOICES),
  'long names': openState({ ...sampleProgress, live: { ...sampleLive, scenario: '日本語の大安売り'.repeat(9), cuts: sampleLive.cuts.map((cut) => ({ ...cut, sku: '商品'.repeat(30), store: 'ムンバイ' })) } }, CHOICES),
  ...Object.fromEntries(VIEWS.map((name, view) => [`many faults, ${name}`, { ...openState({ ...sampleProgress, live: { ...sampleLive, faults: manyFaults } }, CHOICES), view }])),
}

describe('a frame', () => {
  it.each(SIZES.flatMap((size) => Object.keys(STATES).map((name) => ({ ...size, name }))))('$name fits into $columns×$rows', ({ name, ...size }) => {
    const rows = frame(STATES[name], size)
    expect(rows.length).toBeLessThanOrEqual(size.rows)
    expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(size.columns)
  })

  it('has no escape without colour, and no control character with it', () => {
    expect(text(opened)).not.toContain('\u001B')
    const steered = openState({ ...sampleProgress, live: { ...sampleLive, scenario: 'evil\u001B[2J' } }, CHOICES)
    expect(frameText(steered, { columns: 80, rows: 24 }, true)).not.toContain('\u001B[2J')
  })
})

describe('the overview at 80×24', () => {
  it('says first how it stands', () => {
    expect(text(opened).split('\n')[3]).toBe(' ✗ decision_latency p(99) is 1.4 s, not <100; 1 more at the end')
  })

  it.each(['flash-sale  seed 7', '0:23 of 1:00  39 %', '20,003/s', 'latency p50              3.0 ms', 'latency p99              9.0 ms', '312', '20,700 breaches prevented; published: checked at the end', '230 from the fallback (0.5 %)', 'SKU-00000', '40 % → 5 %', 'margin floor', 'p pause'])('shows %s', (wanted) => {
    expect(text(opened)).toContain(wanted)
  })

  it('has the faults on the time axis: what struck, now, and what is to come', () => {
    const rows = text(opened).split('\n')
    expect(rows.find((row) => row.includes('bolt.price:crash'))).toMatch(/over in 1\.3 s {2} +▲/)
    expect(rows.find((row) => row.includes('+cache:down'))).toMatch(/in 17 s {2} +░+$/)
    expect(rows.find((row) => row.startsWith(' phase'))).toMatch(/steady {2}─+▓+░*─+┃·+$/)
  })
})

describe('other views', () => {
  it('show every bolt', () => {
    for (const { name } of sampleLive.bolts) expect(text(STATES['latency & bolts'])).toContain(name)
  })

  it('show every threshold with its value, or that it has to wait', () => {
    const shown = text(STATES['faults & thresholds'])
    expect(shown).toMatch(/✗ decision_latency p\(99\)<100 +1\.4 s/)
    expect(shown).toMatch(/· lost count==0 +at the end/)
  })

  it('say what admission control rejected, where it did', () => {
    const { live } = sampleProgress
    expect(text(opened)).not.toContain('rejected')
    expect(text(openState({ ...sampleProgress, live: { ...live!, rejected: 1234 } }, CHOICES))).toContain('in time, 1,234 rejected; ')
  })

  it('are side by side where there is room', () => {
    expect(text(opened, 200, 60)).toMatch(/rate of 20,000\/s.*|time in each bolt/)
    expect(text(opened, 200, 60)).toContain('thresholds so far')
  })
})

describe('while nothing can be watched', () => {
  it('says what is being done', () => {
    expect(text(STATES.preparing)).toContain('starting threads')
    expect(text(openState({ ...sampleProgress, phase: 'checking', note: 'checking: 3 of 16 pieces' }, CHOICES))).toContain('checking: 3 of 16 pieces')
  })

  it('asks for a larger window where nothing fits', () => {
    expect(text(opened, 20, 3)).toBe('0:23\nenlarge the window')
  })
})
