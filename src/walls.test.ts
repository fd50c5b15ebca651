import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LINTER = join(ROOT, 'node_modules/oxlint/bin/oxlint')

/** What no file of the room may say, and the rule that refuses it. */
const REFUSED: readonly (readonly [room: string, code: string, rule: string])[] = [
  ['engine', "import '../faults/parse.ts'", 'no-restricted-imports'],
  ['engine', "import '../scenarios/scenario.ts'", 'no-restricted-imports'],
  ['engine', "import type { Progress } from '../runs/progress.ts'", 'no-restricted-imports'],
  ['engine', "export * from '../reports/metrics.ts'", 'no-restricted-imports'],
  ['engine', "export const late = () => import('../adapters/embedded/segment-log.ts')", 'no-restricted-imports'],
  ['engine/pricing/deep', "import '../../../runs/list.ts'", 'no-restricted-imports'],
  ['engine', "import 'node:fs'", 'no-restricted-imports'],
  ['engine', "import 'node:fs/promises'", 'no-restricted-imports'],
  ['engine', "import 'zod'", 'no-restricted-imports'],
  ['engine', 'export const load = (name: string) => import(name)', 'no-dynamic-require'],
  ['engine', 'export const now = Date.now()', 'no-restricted-globals'],
  ['engine', 'export const now = new Date()', 'no-restricted-globals'],
  ['engine', 'export const chance = Math.random()', 'no-restricted-properties'],
  ['engine', 'export const { random } = Math', 'no-restricted-properties'],
  ['engine', 'export const all = globalThis', 'no-restricted-globals'],
  ['engine', 'export const all = globalThis.Date', 'no-restricted-globals'],
  ['engine', 'export const home = process.env.HOME', 'no-restricted-globals'],
  ['engine', 'export const now = performance.now()', 'no-restricted-globals'],
  ['engine', 'setTimeout(() => {}, 1)', 'no-restricted-globals'],
  ['scenarios', "import '../runs/list.ts'", 'no-restricted-imports'],
  ['scenarios', "import '../checks/check.ts'", 'no-restricted-imports'],
  ['scenarios', "import 'csv-parse'", 'no-restricted-imports'],
  ['scenarios', 'export const chance = Math.random()', 'no-restricted-properties'],
  ['faults', "import '../adapters/embedded/byte-ring.ts'", 'no-restricted-imports'],
  ['faults', "import 'node:fs'", 'no-restricted-imports'],
  ['adapters', "import '../runs/list.ts'", 'no-restricted-imports'],
  ['adapters', "import '../scenarios/scenario.ts'", 'no-restricted-imports'],
  ['adapters', "import 'zod'", 'no-restricted-imports'],
  ['checks', "import '../engine/kernel/murmur2.ts'", 'no-restricted-imports'],
  ['checks', "import type { Scenario } from '../scenarios/scenario.ts'", 'no-restricted-imports'],
  ['checks/deep', "import '../../engine/kernel/murmur2.ts'", 'no-restricted-imports'],
  ['checks', "import '../runs/list.ts'", 'no-restricted-imports'],
  ['checks', "import 'zod'", 'no-restricted-imports'],
  ['simulator', "import '../adapters/embedded/byte-ring.ts'", 'no-restricted-imports'],
  ['simulator', "import 'node:worker_threads'", 'no-restricted-imports'],
  ['simulator', 'export const now = Date.now()', 'no-restricted-globals'],
  ['reports', "import '../engine/pricing/money.ts'", 'no-restricted-imports'],
  ['reports', "import '../runs/list.ts'", 'no-restricted-imports'],
  ['runs', "import '../commands/list.ts'", 'no-restricted-imports'],
  ['runs', "import '../ui/plain.ts'", 'no-restricted-imports'],
  ['runs', "import '@oclif/core'", 'no-restricted-imports'],
  ['runs', "import 'csv-parse'", 'no-restricted-imports'],
  ['ui', "import '../runs/list.ts'", 'no-restricted-imports'],
  ['ui/deep', "import '../../runs/list.ts'", 'no-restricted-imports'],
  ['ui', "import '../engine/kernel/clock.ts'", 'no-restricted-imports'],
  ['ui', "import '@oclif/core'", 'no-restricted-imports'],
  ['commands', "import '../engine/kernel/user-error.ts'", 'no-restricted-imports'],
  ['commands', "export const late = () => import('../scenarios/scenario.ts')", 'no-restricted-imports'],
  ['commands', "import 'ink'", 'no-restricted-imports'],
]

/** What the walls let through: they would be of no use if nobody could live behind them. */
const WELCOME: readonly (readonly [room: string, code: string])[] = [
  ['engine', "import './kernel/user-error.ts'"],
  ['scenarios', "import 'yaml'"],
  ['scenarios', "import '../engine/kernel/user-error.ts'"],
  ['adapters', "import 'node:fs/promises'"],
  ['checks', "import 'node:fs'"],
  ['reports', "import 'hdr-histogram-js'"],
  ['runs', "import '../checks/check.ts'"],
  ['ui', "import type { Progress } from '../runs/progress.ts'"],
  ['ui/deep', "import type { Progress } from '../../runs/progress.ts'"],
  ['commands', "import '@oclif/core/errors'"],
  ['commands', "import '../runs/list.ts'"],
]

describe('the walls', () => {
  let folder = ''
  let complaints: ReadonlyMap<string, readonly string[]>

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'promo-walls-'))
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    for (const [index, [room, code]] of [...REFUSED, ...WELCOME].entries()) {
      mkdirSync(join(folder, 'src', room), { recursive: true })
      writeFileSync(join(folder, 'src', room, `snippet-${index}.ts`), `${code}\n`)
    }
    complaints = lint(folder)
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(REFUSED.map(([room, code, rule], index) => ({ room, code, rule, index })))('$room: $code is refused', ({ room, rule, index }) => {
    expect(complaints.get(`src/${room}/snippet-${index}.ts`)).toContain(rule)
  })

  it.each(WELCOME.map(([room, code], index) => ({ room, code, index: index + REFUSED.length })))('$room: $code is welcome', ({ room, index }) => {
    expect(complaints.get(`src/${room}/snippet-${index}.ts`) ?? []).not.toContain('no-restricted-imports')
  })

  it('stand around every room', () => {
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
    const walled = new Set(REFUSED.map(([room]) => room.split('/')[0]))
    expect(rooms.filter((room) => !walled.has(room))).toEqual(['testing'])
  })
})

/** A package that is imported in one place can be replaced in one place. */
describe('each package', () => {
  it.each([
    ['csv-parse', 1, 'src/adapters/files/'],
    ['kafkajs', 1, 'src/adapters/kafka/'],
    ['ioredis', 1, 'src/adapters/redis/'],
    ['pg', 1, 'src/adapters/postgres/'],
    ['toxiproxy-node-client', 1, 'src/adapters/toxiproxy/'],
    ['hdr-histogram-js', 1, 'src/reports/'],
    ['@faker-js/faker', 1, 'src/scenarios/generated-catalog/'],
    ['yaml', 2, 'src/scenarios/file/'],
    ['zod', 6, 'src/scenarios/file/'],
    ['ink', 1, 'src/ui/dashboard/'],
    ['react', 1, 'src/ui/dashboard/'],
  ])('%s is imported in at most %i files of its room', (name, filesMax, room) => {
    const files = importersOf(name)
    expect(files.filter((file) => !file.startsWith(room))).toEqual([])
    expect(files.length).toBeLessThanOrEqual(filesMax)
  })

  // The linter does not look into import('…').Type, and lets a literal import() within the room pass.
  it('of the engine is imported before it runs, never while it does', () => {
    const late = sources('src/engine').filter((file) => /\bimport\s*\(/.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(late).toEqual([])
  })
})

function importersOf(name: string): readonly string[] {
  const escaped = name.replaceAll(/[/@.-]/g, String.raw`\$&`)
  const specifier = new RegExp(String.raw`(from|import\s*\(?)\s*'${escaped}(/[^']*)?'`)
  return sources('src').filter((file) => specifier.test(readFileSync(join(ROOT, file), 'utf8')))
}

function sources(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'))
}

/** The rules that each file breaks. */
function lint(folder: string): ReadonlyMap<string, readonly string[]> {
  const broken = new Map<string, string[]>()
  for (const { filename, code } of JSON.parse(runLinter(folder)).diagnostics as readonly { filename: string; code: string }[]) {
    broken.set(filename, [...(broken.get(filename) ?? []), /\((.+)\)/.exec(code)?.[1] ?? code])
  }
  return broken
}

/** It ends with 1 because it found something, which is what it is for. */
function runLinter(folder: string): string {
  try {
    return execFileSync(process.execPath, [LINTER, '--format=json', '.'], { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    return (error as { readonly stdout: string }).stdout
  }
}
