import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../../../testing/promo-cli.ts'

let cwd = ''
beforeAll(async () => {
  cwd = emptyFolder()
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(cwd, `promo.${shell}`), (await promo(['completion', shell], { cwd })).stdout)
  mkdirSync(join(cwd, '.promo/runs/20261121-101530-steady-7f3a'), { recursive: true })
  writeFileSync(join(cwd, 'mine.yaml'), '')
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** How each shell is asked what it would offer behind a line. */
const ASK: Readonly<Record<string, (line: string) => readonly string[]>> = {
  bash: (line) => ['--norc', '-c', 'source promo.bash; COMP_LINE="$1"; COMP_POINT=${#1}; _promo; printf "%s\\n" "${COMPREPLY[@]}"', 'bash', line],
  // compadd and the like work only where somebody types: these tell what they were given.
  zsh: (line) => [
    '-f',
    '-c',
    'compdef() {}; compset() {}; _files() { print -l mine.yaml; }; compadd() { while [[ "$1" != -- ]]; do shift; done; shift; print -rl -- "$@"; }; source promo.zsh; words=("${(@s: :)1}"); CURRENT=${#words}; _promo',
    'zsh',
    line,
  ],
  fish: (line) => ['--no-config', '-c', 'source promo.fish; complete -C $argv[1]', line],
}

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

/** What it offers that fits to what is typed already; zsh leaves that choice to what comes after. */
function offers(shell: string, line: string): readonly string[] {
  const { stdout, stderr } = spawnSync(shell, ASK[shell](line), { cwd, encoding: 'utf8' })
  expect(stderr).toBe('')
  const typed = line.slice(line.lastIndexOf(' ') + 1)
  const begun = shell === 'bash' ? typed.slice(Math.max(typed.lastIndexOf(':'), typed.lastIndexOf('=')) + 1) : typed
  return stdout.split('\n').map((each) => each.split('\t')[0]).filter((each) => each !== '' && each.startsWith(begun))
}

describe.each(Object.keys(ASK))('%s', (shell) => {
  it.skipIf(!has(shell)).each<[line: string, offered: readonly string[]]>([
    ['promo ', ['simulate', 'explain', 'runs', 'completion']],
    ['promo sim', ['simulate']],
    ['promo runs ', ['prune', 'resume']],
    ['promo simulate ', ['flash-sale', 'canary', 'mine.yaml']],
    ['promo simulate flash', ['flash-sale']],
    ['promo simulate --dur', ['--duration']],
    ['promo simulate steady --target ', ['embedded']],
    ['promo explain ', ['last', '20261121-101530-steady-7f3a']],
    ['promo runs prune --ke', ['--keep']],
    ['promo completion z', []],
  ])('offers behind "%s"', (line, offered) => {
    expect(offers(shell, line)).toEqual(expect.arrayContaining([...offered]))
  })

  it.skipIf(!has(shell))('offers faults that work, behind their colon too', () => {
    const expected = shell === 'bash' ? 'down' : 'cache:down'
    expect(offers(shell, 'promo simulate steady --fault cache:')).toContain(expected)
    const onPrice = offers(shell, 'promo simulate steady --fault bolt.pri')
    expect(onPrice).toContain('bolt.price:crash')
    expect(onPrice.every((each) => each.startsWith('bolt.price:'))).toBe(true)
  })

  it.skipIf(!has(shell))('offers nothing that does not fit', () => {
    expect(offers(shell, 'promo simulate nothing-like-it')).toEqual([])
  })
})

it('answers an unknown shell with the nearest one', async () => {
  const { exitCode, stdout } = await promo(['completion', 'bsh', '--json'], { cwd })
  expect([exitCode, JSON.parse(stdout).error.fix]).toEqual([2, 'did you mean "bash"?'])
})
