import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { injectables } from '../faults/injectable.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { FEEDS } from '../scenarios/scenario.ts'
import { Terminal, type TerminalOptions } from '../testing/terminal.ts'
import { MENU_KEYS } from '../ui/dashboard/view-state.ts'

const SMALL = ['simulate', 'steady', '--rate', '500', '--skus', '60', '--stores', '2', '--no-faults', '--out', 'run']
const OTHER_SCREEN = '\u001B[?1049h'
const FORMER_SCREEN = '\u001B[?1049l'
// Styles of text; what moves the cursor is not meant.
const PAINTED = /\u001B\[[0-9;]*m/

const small = (duration: string, options: Partial<TerminalOptions> = {}) => {
  const cwd = emptyFolder()
  return { cwd, terminal: new Terminal([...SMALL, '--duration', duration], { cwd, ...options }) }
}

const FAULTS = injectables(Object.keys(BOLTS), FEEDS, 'embedded')
const keyOf = (items: readonly string[], item: string): string => MENU_KEYS[[...new Set(items)].indexOf(item)]
/** As the menu of faults asks for it: the kind, then the target. */
const keysOf = (kind: string, target: string): readonly string[] => [
  keyOf(FAULTS.map((each) => each.kind), kind),
  keyOf(FAULTS.filter((each) => each.kind === kind).map((each) => each.target), target),
]

const documentIn = (cwd: string): RunDocument => JSON.parse(readFileSync(join(cwd, 'run', 'run.json'), 'utf8')) as RunDocument

describe('promo simulate at a terminal', () => {
  test('shows the dashboard, injects a fault by hand, and ends with the summary below what was there', { timeout: 60_000 }, async () => {
    const { cwd, terminal } = small('7s')
    await terminal.shows('[1 overview]')
    await terminal.shows('price reads')
    await terminal.type('f', ...keysOf('down', 'cache'))
    await terminal.shows('injected: cache:down')
    const exitCode = await terminal.exit
    const [before, dashboard] = terminal.output.split(OTHER_SCREEN)
    expect(before).toContain('run folder')
    expect(dashboard.split(FORMER_SCREEN)[1]).toContain('verdict')
    const document = documentIn(cwd)
    expect(document.faults).toHaveLength(1)
    expect(document.faults[0]).toMatchObject({ spec: expect.stringMatching(/^cache:down@\d+/), startedAtMs: expect.any(Number) })
    expect(document.faults[0].injected).toBeGreaterThan(0)
    expect(document.exitCode).toBe(exitCode)
    expect(document.run.command).toContain(`--fault ${document.faults[0].spec}`)
    expect(brokenInvariants(JSON.parse((await promo(['verify', 'run', '--json'], { cwd })).stdout))).toEqual([])
  })

  test('stops at Ctrl-C, though the terminal is in raw mode: reported, 105, the cursor back', { timeout: 60_000 }, async () => {
    const { cwd, terminal } = small('30s')
    await terminal.shows('price reads')
    await terminal.type('\u0003')
    expect(await terminal.exit).toBe(105)
    expect(terminal.output.slice(terminal.output.lastIndexOf(FORMER_SCREEN))).toContain('Interrupted.')
    expect(terminal.output.lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001B[?25l'))
    expect(documentIn(cwd).exitCode).toBe(105)
  })

  test('leaves at the second q, and says below how to go on', { timeout: 60_000 }, async () => {
    const { terminal } = small('30s')
    await terminal.shows('price reads')
    await terminal.type('q')
    await terminal.shows('q again leaves at once')
    await terminal.type('q')
    expect(await terminal.exit).toBe(105)
    expect(terminal.output.slice(terminal.output.lastIndexOf(FORMER_SCREEN))).toContain('promo runs resume last')
  })

  test('paints nothing with NO_COLOR', { timeout: 60_000 }, async () => {
    const { terminal } = small('3s', { env: { NO_COLOR: '1' } })
    await terminal.exit
    expect(terminal.output).toContain(OTHER_SCREEN)
    expect(terminal.output).not.toMatch(PAINTED)
  })

  test.each([['a dumb terminal', [], { TERM: 'dumb' }], ['--no-ui', ['--no-ui'], {}]])('prints plain lines on %s', { timeout: 60_000 }, async (_, flags, env) => {
    const terminal = new Terminal([...SMALL, ...flags, '--duration', '3s'], { cwd: emptyFolder(), env })
    await terminal.exit
    expect(terminal.output).not.toContain(OTHER_SCREEN)
    expect(terminal.output).toMatch(/\d\/s sent {2}p99/)
  })
})
