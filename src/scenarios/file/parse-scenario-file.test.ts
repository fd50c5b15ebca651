import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../engine/pricing/policy.ts'
import { type Mistake, UserError } from '../../engine/kernel/user-error.ts'
import { builtInScenario } from '../resolve-scenario.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { type FileChecks, parseScenarioFile } from './parse-scenario-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'promo-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(content: string | Uint8Array, name = 'sale.yaml'): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

function mistakeOf(act: () => unknown): Mistake {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
  throw new Error('nothing was refused')
}

/** The mistake with its place from the line on, without the folder. */
function mistakeIn(content: string | Uint8Array, checks: FileChecks = { environment: {} }): Mistake {
  const mistake = mistakeOf(() => parseScenarioFile(fileWith(content), checks))
  return { ...mistake, place: mistake.place?.replace(`${folder}/sale.yaml`, '') }
}

const SHAPE = 'traffic: { shape: { kind: constant, rate: 1k } }\n'
const parse = (content: string | Uint8Array, checks: FileChecks = { environment: {} }) => parseScenarioFile(fileWith(content), checks)

describe('a scenario file', () => {
  it('says only what differs from the defaults', () => {
    expect(parse(SHAPE)).toMatchObject({
      schemaVersion: 1,
      name: 'sale',
      seed: '1',
      durationMs: 60_000,
      startsAt: Date.UTC(2026, 10, 27, 4, 30),
      partitions: 8,
      catalog: { file: null, skus: 5_000, stockFactor: 1 },
      traffic: { shape: { kind: 'constant', rate: 1_000 }, zipf: 0.9 },
      policy: DEFAULT_POLICY,
      admission: null,
      promotions: [],
      faults: [],
      thresholds: DEFAULT_THRESHOLDS,
      latencyGateMs: 100,
    })
  })

  it('may say everything', () => {
    const scenario = parse(`
$schema: ../schemas/scenario.schema.json
schemaVersion: 1
name: diwali
summary: A sale for the lights
seed: 42
duration: 90s
startsAt: 2026-11-08T18:30
timeZone: Europe/Berlin
partitions: 4
catalog: { skus: 1000, stores: [no, DE-1], stockFactor: 2.5 }
traffic:
  shape: { kind: spike, rate: 2k, peak: 0.5M, at: 10s, for: 1500ms }
  zipf: 1.2
  mix: { demand: 0.6, sales: 0.4 }
  readShare: 0.2
  undercutShare: 0.05
  cost: { stepBps: 50, shock: { at: 20s, upBps: 1000, skuShare: 0.5 } }
  sourceDelay: 0s
promotions:
  - { id: lights, kind: percent-off, label: Lights, scope: { skus: [SKU-1], categories: [home] }, startsAt: 10s, endsAt: 1m, offBps: 1500 }
  - { id: more, kind: tiered, tiers: [{ minQty: 2, offBps: 500 }, { minQty: 5, offBps: 1000 }] }
policy:
  floorMarginBps: 3200
  ending: { everyMinor: 100, endMinor: 99 }
  surge: { ratio: 3 }
  stock: { feedStaleAfter: 5s }
  validFor: 12h
faults:
  - cache:down@40s+10s
  - { target: log, kind: latency, attributes: { latency: 200ms, jitter: 50ms }, start: 10s, duration: 5s, probability: 0.1 }
thresholds:
  - 'achieved_ratio: value>=0.95'
  - { threshold: 'decision_latency: p(99)<80', abortOnFail: true, delayAbortEval: 5s }
latencyGate: 80ms
admission: { lagMax: 500ms }
`)
    expect(scenario).toMatchObject({
      name: 'diwali',
      seed: '42',
      durationMs: 90_000,
      startsAt: Date.UTC(2026, 10, 8, 17, 30),
      catalog: { stores: ['no', 'DE-1'], stockFactor: 2.5 },
      traffic: { shape: { kind: 'spike', rate: 2_000, peak: 500_000, atMs: 10_000, forMs: 1_500 }, mix: { sales: 0.4, rules: 0 }, cost: { shock: { atMs: 20_000 } }, sourceDelayMs: 0 },
      policy: { ...DEFAULT_POLICY, floorMarginBps: 3200, ending: { everyMinor: 100, endMinor: 99 }, surge: { ...DEFAULT_POLICY.surge, ratio: 3 }, stock: { ...DEFAULT_POLICY.stock, feedStaleAfterMs: 5_000 }, validForMs: 43_200_000 },
      admission: { lagMaxMs: 500 },
      faults: ['cache:down@40s+10s', 'log:latency,latency=200ms,jitter=50ms@10s+5s~0.1'],
      abortOnFail: [{ threshold: 'decision_latency: p(99)<80', delayMs: 5_000 }],
    })
    expect(scenario.promotions).toEqual([
      { id: 'lights', kind: 'percent-off', label: 'Lights', scope: { skus: ['SKU-1'], categories: ['home'] }, startsAt: scenario.startsAt + 10_000, endsAt: scenario.startsAt + 60_000, offBps: 1500 },
      { id: 'more', kind: 'tiered', label: 'more', scope: {}, tiers: [{ minQty: 2, offBps: 500 }, { minQty: 5, offBps: 1000 }] },
    ])
    expect(scenario.thresholds).toEqual([...DEFAULT_THRESHOLDS.slice(0, -1), 'achieved_ratio: value>=0.95', 'decision_latency: p(99)<80'])
  })

  it('may be JSON', () => {
    expect(parseScenarioFile(fileWith('{\n\t"traffic": {"shape": {"kind": "ramp", "from": 0, "to": 100}}\n}', 'sale.json')).traffic.shape).toEqual({ kind: 'ramp', from: 0, to: 100 })
  })

  it.each([
    ['a byte order mark', `\ufeff${SHAPE}`],
    ['CRLF line ends', `duration: 60s\r\n${SHAPE.replace('\n', '\r\n')}`],
  ])('may have %s', (_case, content) => {
    expect(parse(content).durationMs).toBe(60_000)
  })

  it('lasts as long as its stages', () => {
    const content = 'traffic: { shape: { kind: stages, stages: [{ duration: 10s, rate: 100 }, { duration: 0s, rate: 50 }, { duration: 5s, rate: 0 }] } }'
    expect(parse(content)).toMatchObject({ durationMs: 15_000, traffic: { shape: { startRate: 0 } } })
  })

  it('names its catalogue from its own folder', () => {
    expect(parse(`${SHAPE}catalog: { file: my.csv }`).catalog.file).toBe(join(folder, 'my.csv'))
    expect(parse(`${SHAPE}catalog: { file: 'fixture:catalog.csv' }`).catalog.file).toBe('fixture:catalog.csv')
  })
})

describe('what users get wrong', () => {
  it.each<[sentence: string, content: string, code: string, place: string]>([
    ['an empty file', '', 'empty_file', ''],
    ['a file of comments', '# nothing\n', 'empty_file', ''],
    ['a list instead of a scenario', '- a\n', 'bad_value', ':1:1'],
    ['no traffic', 'duration: 10s\n', 'no_shape', ':1:1'],
    ['a YAML syntax error', 'name: [a\nseed: 1\n', 'yaml_syntax', ':2:1'],
    ['a duplicate key', `seed: 1\n${SHAPE}seed: 2\n`, 'duplicate_key', ':3:1'],
    ['two documents', `${SHAPE}---\n${SHAPE}`, 'yaml_syntax', ':2:1'],
    ['a tag of another program', `${SHAPE}name: !!js/function 'x'\n`, 'yaml_syntax', ':2:7'],
    ['an alias without an anchor', `${SHAPE}name: *other\n`, 'unknown_alias', ''],
    ['no for false', `${SHAPE}policy:\n  guard: no\n`, 'bad_value', ':3:10'],
    ['1:30 for 90s', `duration: 1:30\n${SHAPE}`, 'bad_value', ':1:11'],
    ['leading zeros', `seed: 0042\n${SHAPE}`, 'leading_zeros', ':1:7'],
    ['a duration without unit', `duration: 60\n${SHAPE}`, 'bad_value', ':1:11'],
    ['a duration of 0', `duration: 0s\n${SHAPE}`, 'bad_value', ':1:11'],
    ['a negative duration', `duration: -5s\n${SHAPE}`, 'bad_value', ':1:11'],
    ['a rate of 0', 'traffic: { shape: { kind: constant, rate: 0 } }', 'bad_value', ':1:43'],
    ['a negative rate', 'traffic: { shape: { kind: constant, rate: -1 } }', 'bad_value', ':1:43'],
    ['a rate that is no number', 'traffic: { shape: { kind: constant, rate: .nan } }', 'bad_value', ':1:43'],
    ['a rate without end', 'traffic: { shape: { kind: constant, rate: 1e309 } }', 'bad_value', ':1:43'],
    ['a seed over 2^53', `seed: 9007199254740993\n${SHAPE}`, 'bad_value', ':1:7'],
    ['a seed over 2^53 as text', `seed: '9007199254740993'\n${SHAPE}`, 'bad_value', ':1:7'],
    ['a fractional seed', `seed: 1.5\n${SHAPE}`, 'bad_value', ':1:7'],
    ['an unknown field', `${SHAPE}durations: 10s\n`, 'unknown_field', ':2:1'],
    ['an unknown field within', 'traffic:\n  shape: { kind: constant, rate: 1k }\n  zipff: 1\n', 'unknown_field', ':3:3'],
    ['an unknown shape', 'traffic: { shape: { kind: spikes, rate: 1k } }', 'unknown_value', ':1:27'],
    ['a field of another shape', 'traffic: { shape: { kind: constant, rate: 1k, peak: 2k } }', 'unknown_field', ':1:47'],
    ['a missing field', 'traffic: { shape: { kind: ramp, from: 1k } }', 'missing_field', ':1:19'],
    ['an unknown promotion', `${SHAPE}promotions:\n  - { id: a, kind: percent-of, offBps: 100 }\n`, 'unknown_value', ':3:20'],
    ['a promotion without its parameter', `${SHAPE}promotions:\n  - { id: a, kind: percent-off }\n`, 'missing_field', ':3:5'],
    ['a discount of more than everything', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 10001 }\n`, 'bad_value', ':3:41'],
    ['a parameter of another promotion', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 100, offMinor: 5 }\n`, 'unknown_field', ':3:46'],
    ['tiers out of order', `${SHAPE}promotions:\n  - { id: a, kind: tiered, tiers: [{ minQty: 5, offBps: 1 }, { minQty: 2, offBps: 1 }] }\n`, 'bad_value', ':3:35'],
    ['a SKU that YAML takes for a number', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 100, scope: { skus: [4711] } }\n`, 'bad_value', ':3:62'],
    ['two promotions of one id', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 1 }\n  - { id: a, kind: percent-off, offBps: 2 }\n`, 'duplicate_promotion', ':4:11'],
    ['a promotion that ends before it begins', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 1, startsAt: 20s, endsAt: 10s }\n`, 'ends_before_start', ':3:67'],
    ['a promotion past the end', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBps: 1, startsAt: 2m }\n`, 'past_the_end', ':3:54'],
    ['a shock past the end', 'traffic:\n  shape: { kind: constant, rate: 1k }\n  cost: { shock: { at: 60s, upBps: 1, skuShare: 1 } }\n', 'past_the_end', ':3:24'],
    ['a mix that is not whole', 'traffic:\n  shape: { kind: constant, rate: 1k }\n  mix: { demand: 0.5, sales: 0.4 }\n', 'bad_value', ':3:8'],
    ['a feed that does not exist', 'traffic:\n  shape: { kind: constant, rate: 1k }\n  mix: { demand: 0.5, sale: 0.5 }\n', 'unknown_field', ':3:23'],
    ['a share over 1', `traffic:\n  shape: { kind: constant, rate: 1k }\n  undercutShare: 1.5\n`, 'bad_value', ':3:18'],
    ['a probability over 1', `${SHAPE}faults: [{ target: log, kind: drop_ack, probability: 2 }]\n`, 'bad_value', ':2:54'],
    ['a wave that falls below 0', 'traffic: { shape: { kind: sine, mean: 10, amplitude: 20, period: 5s } }', 'negative_rate', ':1:54'],
    ['stages that last no time', 'traffic: { shape: { kind: stages, stages: [{ duration: 0s, rate: 1 }] } }', 'no_time', ':1:43'],
    ['stages that contradict the duration', 'duration: 20s\ntraffic: { shape: { kind: stages, stages: [{ duration: 10s, rate: 1 }] } }', 'duration_of_stages', ':1:11'],
    ['a margin floor that is too low', `${SHAPE}policy:\n  floorMarginBps: 2500\n`, 'bad_value', ':3:19'],
    ['a margin floor of everything', `${SHAPE}policy:\n  floorMarginBps: 10000\n`, 'bad_value', ':3:19'],
    ['a price that is never valid', `${SHAPE}policy:\n  validFor: 0s\n`, 'bad_value', ':3:13'],
    ['no stores', `${SHAPE}catalog: { stores: 0 }\n`, 'bad_value', ':2:20'],
    ['one store twice', `${SHAPE}catalog: { stores: [a, a] }\n`, 'bad_value', ':2:20'],
    ['a store that YAML takes for a number', `${SHAPE}catalog: { stores: [1, 2] }\n`, 'bad_value', ':2:21'],
    ['a day that does not exist', `startsAt: 2026-02-30T10:00\n${SHAPE}`, 'no_such_time', ':1:11'],
    ['a time in a DST gap', `startsAt: 2026-03-29T02:30\ntimeZone: Europe/Berlin\n${SHAPE}`, 'in_dst_gap', ':1:11'],
    ['a zone that does not exist', `startsAt: 2026-03-29T10:00\ntimeZone: Europe/Berlinn\n${SHAPE}`, 'no_such_zone', ':2:11'],
    ['a variable that is not set', `${SHAPE}name: \${NAME}\n`, 'variable_unset', ':2:7'],
    ['a file for a newer version', `schemaVersion: 2\nnewField: 1\n${SHAPE}`, 'newer_version', ':1:16'],
    ['a version of nothing', `schemaVersion: '1'\n${SHAPE}`, 'unknown_value', ':1:16'],
    ['a key that poisons objects', `${SHAPE}__proto__: { polluted: true }\n`, 'unknown_field', ':2:1'],
    ['a field with a typo, not the field that is missing without it', `${SHAPE}promotions:\n  - { id: a, kind: percent-off, offBsp: 500 }\n`, 'unknown_field', ':3:33'],
    ['a kind with a typo', `${SHAPE}promotions:\n  - { id: a, knid: percent-off, offBps: 500 }\n`, 'unknown_field', ':3:14'],
  ])('%s is refused', (_sentence, content, code, place) => {
    const mistake = mistakeIn(content)
    expect(mistake).toMatchObject({ code, place, exitCode: 104 })
    expect(mistake.message).toMatch(/\w/)
    expect(mistake.rule).toMatch(/\w/)
    expect(mistake.fix).toMatch(/\w/)
  })

  it('names the field of the built-in scenario that does not fit any more', () => {
    expect(mistakeIn('extends: flash-sale\nduration: 10s\n')).toMatchObject({ code: 'past_the_end', place: expect.stringMatching(/:1:10$/), message: expect.stringContaining('promotions[0].startsAt of flash-sale: ') })
  })

  it.each([
    ['guard: no', `${SHAPE}policy:\n  guard: no\n`, 'YAML 1.2 reads no as text: write false'],
    ['leading zeros', `seed: 0042\n${SHAPE}`, "write '0042' for text, 42 for the number"],
    ['a misspelt field', `${SHAPE}durration: 10s\n`, 'did you mean "duration"?'],
    ['a misspelt parameter', `${SHAPE}promotions: [{ id: a, kind: percent-off, offBsp: 500 }]\n`, 'did you mean "offBps"?'],
    ['a misspelt kind', `${SHAPE}promotions: [{ id: a, knid: percent-off, offBps: 500 }]\n`, 'did you mean "kind"?'],
    ['a misspelt promotion', `${SHAPE}promotions: [{ id: a, kind: percent-of, offBps: 1 }]\n`, 'did you mean "percent-off"?'],
    ['a misspelt shape', 'traffic: { shape: { kind: spikes } }', 'did you mean "spike"?'],
    ['a duration without unit', `duration: 60\n${SHAPE}`, 'write for example "60s"'],
    ['a SKU of digits', `${SHAPE}promotions: [{ id: a, kind: percent-off, offBps: 1, scope: { skus: [4711] } }]\n`, "put it in quotes: '4711'"],
    ['a low floor', `${SHAPE}policy: { floorMarginBps: 2500 }\n`, 'write allowLowFloor: true in the same policy, or raise the floor to 3000'],
    ['a shape without its kind', 'traffic: { shape: { rate: 1k } }', 'add kind'],
    ['a missing parameter', `${SHAPE}promotions: [{ id: a, kind: percent-off }]\n`, 'add offBps: 500'],
  ])('%s is answered with what to do', (_case, content, fix) => {
    expect(mistakeIn(content).fix).toBe(fix)
  })

  it('shows what stood there, and the rule of the field', () => {
    expect(mistakeIn(`duration: 1:30\n${SHAPE}`)).toMatchObject({
      message: 'duration cannot be 1:30',
      value: '1:30',
      rule: 'length of the run; a duration with its unit: 500ms, 30s, 5m, 1h',
    })
  })

  it('a low margin floor that is meant is accepted', () => {
    expect(parse(`${SHAPE}policy: { floorMarginBps: 1000, allowLowFloor: true }`).policy.floorMarginBps).toBe(1_000)
  })

  it('an alias bomb is defused', () => {
    const levels = Array.from({ length: 10 }, (_, level) => `x${level + 1}: &x${level + 1} [${Array(10).fill(`*x${level}`).join(', ')}]`)
    const startedAt = performance.now()
    expect(mistakeIn(`x0: &x0 [boom]\n${levels.join('\n')}\n`).code).toBe('alias_bomb')
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it.each([
    ['UTF-16', Buffer.from(`\ufeff${SHAPE}`, 'utf16le'), 'utf16'],
    ['UTF-16 without a mark', Buffer.from(SHAPE, 'utf16le'), 'utf16'],
    ['Latin-1', Buffer.from(`summary: Café\n${SHAPE}`, 'latin1'), 'invalid_utf8'],
    ['two megabytes', Buffer.alloc(2 ** 21, '#'), 'too_large'],
    ['brackets without end', Buffer.from('['.repeat(20_000) + ']'.repeat(20_000)), 'nested_too_deep'],
  ])('%s is refused', (_case, content, code) => {
    expect(mistakeIn(content).code).toBe(code)
  })

  it('a file that is not there, or no file, is refused', () => {
    expect(mistakeOf(() => parseScenarioFile(join(folder, 'none.yaml')))).toMatchObject({ code: 'unreadable', exitCode: 104 })
    expect(mistakeOf(() => parseScenarioFile(folder))).toMatchObject({ code: 'not_a_file', exitCode: 104 })
  })
})

describe('the environment', () => {
  const environment = { RATE: '2500', NAME: 'evening', QUIET: 'true', PART: 'eve' }

  it('fills in values, also numbers', () => {
    const scenario = parse('name: ${NAME}\nsummary: "The ${PART}ning, ${RATE}/s"\ncatalog:\n  skus: ${RATE}\ntraffic:\n  shape:\n    kind: constant\n    rate: ${RATE}', { environment })
    expect(scenario).toMatchObject({ name: 'evening', summary: 'The evening, 2500/s', catalog: { skus: 2_500 }, traffic: { shape: { rate: 2_500 } } })
  })

  it('is text where it is quoted', () => {
    expect(mistakeIn(`${SHAPE}catalog: { skus: "\${RATE}" }`, { environment }).code).toBe('bad_value')
  })

  it('brings no structure in', () => {
    expect(mistakeIn(`${SHAPE}faults: \${LIST}`, { environment: { LIST: '[cache:down]' } }).code).toBe('bad_value')
  })

  it('suggests a variable that is near', () => {
    expect(mistakeIn(`${SHAPE}name: \${NAMES}`, { environment }).fix).toBe('did you mean "NAME"?')
  })
})

describe('extends', () => {
  it('builds on a built-in scenario', () => {
    const scenario = parse('extends: flash-sale\nname: mine\nduration: 90s\ntraffic: { zipf: 1.1 }\nthresholds: ["decision_latency: p(99)<50"]')
    const flashSale = builtInScenario('flash-sale')
    expect(scenario).toEqual({
      ...flashSale,
      name: 'mine',
      durationMs: 90_000,
      traffic: { ...flashSale.traffic, zipf: 1.1 },
      thresholds: flashSale.thresholds.map((threshold) => threshold.replace('p(99)<100', 'p(99)<50')),
    })
  })

  it('builds on a file in the same folder', () => {
    fileWith(`${SHAPE}seed: 7\npolicy: { ladderBps: 100, surge: { ratio: 3 } }\nfaults: [cache:down@5s+5s]\n`, 'base.yaml')
    const scenario = parse('extends: base.yaml\nname: mine\npolicy: { surge: { upBps: 300 } }\nfaults: []\n')
    expect(scenario).toMatchObject({ name: 'mine', seed: '7', policy: { ladderBps: 100, surge: { ratio: 3, upBps: 300 } }, faults: [] })
  })

  it('replaces a shape as a whole', () => {
    expect(parse('extends: spike-10x\ntraffic: { shape: { kind: constant, rate: 5 } }').traffic.shape).toEqual({ kind: 'constant', rate: 5 })
  })

  it('takes nothing from a shape that it replaces by one of its kind', () => {
    fileWith('traffic: { shape: { kind: stages, startRate: 500, stages: [{ duration: 10s, rate: 5 }] } }\n', 'base.yaml')
    const content = 'extends: base.yaml\ntraffic: { shape: { kind: stages, stages: [{ duration: 5s, rate: 7 }] } }\n'
    expect(parse(content).traffic.shape).toMatchObject({ startRate: 0 })
  })

  it('points into the file that made the mistake', () => {
    const base = fileWith(`${SHAPE}\n\nseed: -1\n`, 'base.yaml')
    expect(mistakeIn('extends: base.yaml\n').place).toBe(`${base}:4:7`)
  })

  it('points at what the own file says where only both together are wrong', () => {
    const base = fileWith(`${SHAPE}promotions: [{ id: a, kind: percent-off, offBps: 1, startsAt: 20s }]\n`, 'base.yaml')
    expect(mistakeIn('extends: base.yaml\nduration: 10s\n')).toMatchObject({ code: 'past_the_end', place: `${base}:2:63` })
  })

  it('goes in no circle', () => {
    fileWith('extends: sale.yaml\n', 'other.yaml')
    expect(mistakeIn('extends: other.yaml\n').code).toBe('include_cycle')
    expect(mistakeIn('extends: sale.yaml\n')).toMatchObject({ code: 'include_cycle', place: ':1:10' })
  })

  it.each(['../other.yaml', '/etc/passwd', 'sub/other.yaml', '..', 'sub\\..\\..\\x.yaml'])('does not leave the folder for %s', (parent) => {
    mkdirSync(join(folder, 'sub'), { recursive: true })
    fileWith(SHAPE, 'sub/other.yaml')
    expect(mistakeIn(`extends: '${parent}'\n`).code).toMatch(/outside_folder|unknown_parent/)
  })

  it('follows no symbolic link', () => {
    symlinkSync('/etc/hostname', join(folder, 'link.yaml'))
    expect(mistakeIn('extends: link.yaml\n').code).toBe('symlink')
  })

  it('suggests the built-in scenario that was meant', () => {
    expect(mistakeIn('extends: flash-sail\n')).toMatchObject({ code: 'unknown_parent', fix: 'did you mean "flash-sale"?' })
  })
})

describe('the grammars of other rooms', () => {
  const refuse = (text: string, place: string): never => {
    throw new UserError({ code: 'handed_in', message: text, place, exitCode: 104 })
  }

  it('see each fault of the file with its place, the object form as text', () => {
    const checks = { validateFault: (text: string, place: string) => text.startsWith('bolt') && refuse(text, place) }
    expect(mistakeIn(`${SHAPE}faults:\n  - cache:down\n  - { target: bolt.x, kind: crash, start: 5s }\n`, checks)).toMatchObject({ message: 'bolt.x:crash@5s', place: ':4:5' })
  })

  it('see each threshold of the file with its place', () => {
    const checks = { validateThreshold: (text: string, place: string) => text.startsWith('speed') && refuse(text, place) }
    expect(mistakeIn(`${SHAPE}thresholds:\n  - { threshold: 'speed: p(99)<1' }\n`, checks)).toMatchObject({ place: ':3:18' })
  })

  it('see all faults together with the length of the run', () => {
    const seen: unknown[] = []
    parse(`${SHAPE}faults: [cache:down@5s, log:down@9s]\n`, { validateTimeline: (faults, durationMs) => seen.push(faults.map(({ text }) => text), durationMs) })
    expect(seen).toEqual([['cache:down@5s', 'log:down@9s'], 60_000])
  })

  it('are asked about inherited faults too', () => {
    const checks = { validateFault: refuse }
    expect(mistakeIn('extends: flash-sale\n', checks).message).toBe('bolt.price:crash@30s')
  })
})
