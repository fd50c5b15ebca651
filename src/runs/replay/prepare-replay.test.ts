import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../engine/kernel/user-error.ts'
import { builtInScenario } from '../../scenarios/resolve-scenario.ts'
import { writeSmallRecording } from '../../testing/small-recording.ts'
import { writeScenario } from '../fault-desk.ts'
import { storePlaces } from './groups.ts'
import { prepareReplay, type ReplayRequest } from './prepare-replay.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-prepare-'))
const at = (name: string) => join(home, name)
const request: ReplayRequest = {
  source: at('run'),
  from: [],
  to: [],
  topics: null,
  keys: null,
  types: null,
  speed: 'max',
  maxGapMs: Infinity,
  isLoop: false,
  isCold: false,
  group: null,
  rules: null,
  isDiff: false,
  against: null,
  out: at('out'),
  force: false,
}

beforeAll(async () => {
  process.env.PROMO_HOME = at('home')
  mkdirSync(at('run'))
  await writeSmallRecording(at('run'))
  writeScenario(at('run'), { ...builtInScenario('canary'), partitions: 3 })
  copy('changed', (scenario) => Object.assign(scenario.policy as object, { floorMarginBps: 3100 }))
  copy('missing', (scenario) => delete scenario.policy)
  copy('another', (scenario) => Object.assign(scenario, { seed: '8' }))
  copy('damaged', (scenario) => Object.assign(scenario, { partitions: 'three' }))
  copy('nothing', () => {})
  rmSync(join(at('nothing'), 'log'), { recursive: true })
  copy('writing', () => {})
  writeFileSync(join(at('writing'), 'running.pid'), '1')
  writeFileSync(at('empty.yaml'), 'seed: 3\n')
  writeFileSync(at('low.yaml'), 'policy: { floorMarginBps: 100 }\n')
  storePlaces('longer', 'run', [90, 60, 0])
  writeFileSync(join(at('home'), 'groups/torn.json'), '{"schemaVersion":1,')
})
afterAll(() => {
  delete process.env.PROMO_HOME
  rmSync(home, { recursive: true })
})

function copy(name: string, change: (scenario: Record<string, unknown>) => void): void {
  cpSync(at('run'), at(name), { recursive: true })
  const scenario = JSON.parse(readFileSync(join(at(name), 'scenario.json'), 'utf8'))
  change(scenario)
  writeFileSync(join(at(name), 'scenario.json'), JSON.stringify(scenario))
}

function mistakeOf(changes: Partial<ReplayRequest>): unknown {
  try {
    prepareReplay({ ...request, ...changes })
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
  throw new Error('it was not refused')
}

describe('a replay is refused within a second, and nothing is written, given', () => {
  it.each<[string, Partial<ReplayRequest>, object]>([
    ['--from after --to', { from: ['-5'], to: ['+5'] }, { code: 'from_after_to', place: '--from', exitCode: 2 }],
    ['a time past the end', { from: ['@0000000999'] }, { code: 'outside_recording', message: expect.stringContaining('past the end') }],
    ['a time before the start', { from: ['@-1h'] }, { code: 'outside_recording', message: expect.stringContaining('before the start') }],
    ['an offset past the end', { to: ['99999999'] }, { code: 'outside_recording', place: '--to', value: '99999999', message: expect.stringContaining('past the end') }],
    ['stored without a group', { from: ['stored'] }, { code: 'nothing_stored', fix: expect.stringContaining('--group') }],
    ['a group that has replayed another run of this name', { group: 'longer' }, { code: 'bad_group', place: '--group', value: 'run: 90, 60, 0', exitCode: 104 }],
    ['a group whose file is damaged', { group: 'torn' }, { code: 'bad_group', rule: expect.stringContaining('schemaVersion 1'), exitCode: 104 }],
    ['a group that is no name', { group: '../../x' }, { code: 'bad_group', place: '--group', value: '../../x', exitCode: 2 }],
    ['an unknown topic', { topics: ['sale_events'] }, { code: 'unknown_topic', place: '--topic', fix: 'did you mean "sales_events"?' }],
    ['an unknown type', { types: ['sales'] }, { code: 'unknown_type', place: '--type', fix: 'did you mean "sale"?' }],
    ['gaps at full speed', { maxGapMs: 1000 }, { code: 'contradiction', place: '--max-gap' }],
    ['a cold start from the start', { isCold: true }, { code: 'contradiction', place: '--cold' }],
    ['a loop of a group', { isLoop: true, group: 'g' }, { code: 'contradiction', place: '--loop' }],
    ['a loop with a comparison', { isLoop: true, isDiff: true }, { code: 'contradiction', place: '--loop' }],
    ['a part held against all', { keys: ['SKU-1*'], isDiff: true }, { code: 'contradiction', place: '--diff' }],
    ['a topic without a cluster', { source: 'sales_events' }, { code: 'no_cluster', place: '<run>', value: 'sales_events', fix: expect.stringContaining('--brokers') }],
    ['no such run', { source: at('nowhere') }, { code: 'unknown_run', place: '<run>', exitCode: 104 }],
    ['a target that is not empty', { out: at('another') }, { code: 'folder_not_empty', place: '--out', exitCode: 2 }],
    ['the recording as its own target', { out: at('run'), force: true }, { code: 'own_target', place: '--out' }],
    ['the ids of another run to compare with', { against: at('another') }, { code: 'not_comparable', place: '--against', rule: expect.stringContaining('the same seed (') }],
    ['a file of rules that is not there', { rules: at('nowhere.yaml') }, { code: 'no_rules_file', place: '--rules', exitCode: 2 }],
    ['a file of rules without rules', { rules: at('empty.yaml') }, { code: 'no_rules', place: at('empty.yaml'), exitCode: 104 }],
    ['rules that must not be', { rules: at('low.yaml') }, { place: `${at('low.yaml')}:1:27`, exitCode: 104 }],
    ['rules that were changed', { source: at('changed') }, { code: 'rules_changed', place: `${at('changed')}/scenario.json policy`, fix: expect.stringContaining('--rules'), exitCode: 104 }],
    ['rules that are missing', { source: at('missing') }, { code: 'rules_missing', place: `${at('missing')}/scenario.json policy`, exitCode: 104 }],
    ['a damaged scenario', { source: at('damaged') }, { place: `${at('damaged')}/scenario.json partitions`, value: '"three"', exitCode: 104 }],
    ['a recording of nothing', { source: at('nothing') }, { code: 'empty_recording', place: at('nothing'), exitCode: 104 }],
    ['a run that is still written', { source: at('writing') }, { code: 'run_running', exitCode: 104 }],
  ])('%s', (_, changes, mistake) => {
    const before = readdirSync(home)
    const began = process.cpuUsage()
    expect(mistakeOf(changes)).toMatchObject({ message: expect.any(String), place: expect.any(String), rule: expect.any(String), fix: expect.any(String), ...mistake })
    // Processor time: on a machine that others use as well, the clock says nothing.
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(1000)
    expect(readdirSync(home)).toEqual(before)
  })
})

it('given rules that were changed, then other rules are tried on purpose', () => {
  writeFileSync(at('other.yaml'), 'policy: { floorMarginBps: 3500 }\n')
  const { scenario, isExact, promotionLines } = prepareReplay({ ...request, source: at('changed'), rules: at('other.yaml'), out: at('out-1') })
  expect([scenario.policy.floorMarginBps, isExact, promotionLines]).toEqual([3500, false, null])
})

it('given fields in another order, then the rules are the same', () => {
  copy('reordered', (scenario) => (scenario.policy = Object.fromEntries(Object.entries(scenario.policy as object).toReversed())))
  expect(prepareReplay({ ...request, source: at('reordered'), out: at('out-2') }).isExact).toBe(true)
})
