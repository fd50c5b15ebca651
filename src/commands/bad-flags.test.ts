import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

/** What users get wrong, and what the answer must name: the place, the value, and in the fix a way out. */
interface Mistake {
  readonly args: string
  readonly env?: Readonly<Record<string, string>>
  readonly exitCode?: number
  readonly place: string
  readonly value: string | null
  readonly fix: RegExp
}

const SUBCOMMAND: readonly Mistake[] = [
  { args: 'simulat flash-sale', place: 'simulat', value: 'simulat', fix: /"simulate"/ },
  { args: 'runs prnue', place: 'prnue', value: 'prnue', fix: /"runs prune"/ },
  { args: 'list everything', place: 'everything', value: 'everything', fix: /promo list --help/ },
  { args: '--rate 20k simulate flash-sale', place: '--rate', value: '--rate', fix: /promo simulate flash-sale/ },
  { args: 'nonsense --help', place: 'nonsense', value: 'nonsense', fix: /promo --help/ },
  { args: 'simulate', place: '<scenario>', value: null, fix: /promo simulate --help/ },
  { args: 'simulate flash-sal', place: '<scenario>', value: 'flash-sal', fix: /"flash-sale"/ },
  { args: 'simulate flash-sale steady', place: 'steady', value: 'steady', fix: /leave it out/ },
  { args: 'explain last', place: '<query>', value: null, fix: /promo explain --help/ },
  { args: 'validate', place: '<file>', value: null, fix: /promo validate/ },
]

const FLAG: readonly Mistake[] = [
  { args: 'simulate flash-sale --rat 20k', place: '--rat', value: '--rat', fix: /"--rate"/ },
  { args: 'simulate flash-sale --fautl=cache:down', place: '--fautl', value: '--fautl', fix: /"--fault"/ },
  { args: 'simulate flash-sale --rate', place: '--rate', value: null, fix: /--help/ },
  { args: 'simulate --rate --seed 1 flash-sale', place: '--rate', value: null, fix: /--help/ },
  { args: 'simulate flash-sale --seed 1 --seed 2', place: '--seed', value: '1, 2', fix: /leave one/ },
  { args: 'simulate flash-sale -d 5s --duration=6s', place: '--duration', value: '5s, 6s', fix: /leave one/ },
  { args: 'simulate flash-sale --fault cache:down --no-faults', place: '--fault', value: 'cache:down', fix: /leave one/ },
  { args: 'simulate flash-sale --kafka-password hunter2 --kafka-password hunter3', place: '--kafka-password', value: null, fix: /leave one/ },
  { args: 'simulate flash-sale --kafka-password hunter2', place: '--kafka-password', value: null, fix: /--target kafka/ },
  { args: 'simulate flash-sale --target kafka --kafka-user promo', place: '--kafka-user', value: null, fix: /add --brokers/ },
  { args: 'simulate flash-sale --target kafka --redis-ca ca.pem', place: '--redis-ca', value: null, fix: /add --redis/ },
  { args: 'simulate flash-sale --target kafka --kafka-mechanism scram-sha-265', place: '--kafka-mechanism', value: 'scram-sha-265', fix: /"scram-sha-256"/ },
  { args: 'simulate flash-sale -s 30s:20k --rate 5', place: '--rate', value: null, fix: /leave out --rate/ },
  { args: 'simulate flash-sale -s 30s:20k -d 5s', place: '--duration', value: null, fix: /leave out --duration/ },
]

const VALUE: readonly Mistake[] = [
  ...['0', '-1', 'NaN', '1e309', 'Infinity', '', 'fast', '99999999999', '0x10'].map((value) => ({ args: `simulate steady --rate=${value}`, place: '--rate', value, fix: /--rate 20k/ })),
  { args: 'simulate steady --rate -1', place: '--rate', value: '-1', fix: /--rate 20k/ },
  { args: 'simulate steady', env: { PROMO_RATE: '-1' }, place: 'PROMO_RATE', value: '-1', fix: /PROMO_RATE=20k/ },
  { args: 'simulate steady -d 30', place: '--duration', value: '30', fix: /did you mean 30s/ },
  ...['0s', '-5s', '5 s', '1d', 'soon'].map((value) => ({ args: ['simulate', 'steady', `--duration=${value}`].join('\n'), place: '--duration', value, fix: /--duration 60s/ })),
  ...['9007199254740992', '1.5', '-1', '1e3', 'x'].map((value) => ({ args: `simulate steady --seed=${value}`, place: '--seed', value, fix: /--seed 7/ })),
  ...['30s', '30:5', '30s:', ':5', '30s:-1', '0s:5'].map((value) => ({ args: `simulate steady --stage=${value}`, place: '--stage', value: value === '0s:5' ? '0s' : value, fix: /--stage 30s:20000/ })),
  { args: 'simulate steady --skus 1.5', place: '--skus', value: '1.5', fix: /--skus 5000/ },
  { args: 'simulate steady --stores 0', place: '--stores', value: '0', fix: /--stores 20/ },
  ...['0/4', '5/4', 'x', '1', '1/0', '1/999'].map((value) => ({ args: `generate --topic-prefix p. --segment ${value}`, place: '--segment', value, fix: /--segment 1\/4/ })),
  { args: 'generate --segment 1/4', place: '--topic-prefix', value: null, fix: /--external/ },
  { args: 'worker', place: '--topic-prefix', value: null, fix: /--external/ },
  { args: 'simulate steady --workers 2', place: '--workers', value: null, fix: /--target kafka/ },
  { args: 'simulate steady --target kafka --workers 0', place: '--workers', value: '0', fix: /--workers 2/ },
  { args: 'simulate steady --target kafka --external', place: '--topic-prefix', value: null, fix: /--topic-prefix/ },
  { args: 'simulate steady --target kafka --workers 2 --guarantee at-least-once', place: '--guarantee', value: null, fix: /leave out/ },
  { args: 'simulate steady --brokers 127.0.0.1:9092', place: '--brokers', value: '127.0.0.1:9092', fix: /--target kafka/ },
  { args: 'simulate steady --target kafka --brokers 127.0.0.1', place: '--brokers', value: '127.0.0.1', fix: /127\.0\.0\.1:9092/ },
  { args: 'simulate steady --target embeded', place: '--target', value: 'embeded', fix: /"embedded"/ },
  { args: 'simulate steady --fault cache:dwn', place: '--fault', value: 'dwn', fix: /"down"/ },
  { args: 'simulate steady --fault broker:kill@1s', place: '--fault', value: 'log:kill@1s', fix: /--target kafka/ },
  { args: 'simulate steady -d 5s --fault cache:down@9s', place: '--fault', value: 'cache:down@9s', fix: /earlier/ },
  { args: 'simulate steady --threshold latency<5', place: '--threshold', value: 'latency<5', fix: /decision_latency/ },
  { args: 'simulate steady --catalog nowhere.csv', place: '--catalog', value: expect.stringMatching(/nowhere\.csv$/), fix: /name/ },
  { args: 'simulate steady --report pdf=x', place: '--report', value: 'pdf=x', fix: /json=/ },
  { args: 'simulate steady --report json=no/such/folder', place: '--report', value: 'json=no/such/folder', fix: /make the folder/ },
  { args: 'simulate steady --target kafka --toxiproxy 8474', place: '--toxiproxy', value: '8474', fix: /127\.0\.0\.1:8474/ },
  { args: 'simulate steady --target kafka --toxiproxy 127.0.0.1:8474', place: '--toxiproxy', value: null, fix: /--brokers/ },
  { args: 'runs prune --keep -3', place: '--keep', value: '-3', fix: /--keep 10/ },
  { args: 'verify last', exitCode: 104, place: '<run>', value: 'last', fix: /promo simulate/ },
  { args: 'report 20261121-101530-flash-sale-7f3a', exitCode: 104, place: '<run>', value: '20261121-101530-flash-sale-7f3a', fix: /promo simulate/ },
]

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

describe.each([...SUBCOMMAND, ...FLAG, ...VALUE].map((mistake) => ({ ...mistake, shown: `promo ${mistake.args.replaceAll('\n', ' ')} ${JSON.stringify(mistake.env ?? '')}` })))(
  '$shown',
  ({ args, env, exitCode = 2, place, value, fix }) => {
    it('is answered in a second and 200 MB with place, value, rule and fix, and nothing is written', async () => {
      const answer = await promo([...args.split(args.includes('\n') ? '\n' : ' '), '--json'], { cwd, env })
      expect(answer.exitCode).toBe(exitCode)
      const document = JSON.parse(answer.stdout)
      expect(document).toEqual({ schemaVersion: 1, error: { code: expect.any(String), message: expect.any(String), place, value, rule: expect.any(String), fix: expect.stringMatching(fix) }, exitCode })
      expect(answer.stderr).toContain(document.error.message)
      expect(answer.stderr).not.toMatch(/\n\s+at /)
      expect(readdirSync(cwd)).toEqual([])
      expect(answer.cpuMs).toBeLessThan(1000)
      expect(answer.memoryMbMax).toBeLessThan(200)
    })
  },
)

describe('an output folder', () => {
  const simulate = (out: string, ...more: readonly string[]) => promo(['simulate', 'steady', '-d', '1s', '--rate', '10', '--out', out, ...more], { cwd })

  it('that is a file is refused', async () => {
    writeFileSync(join(cwd, 'taken'), 'mine')
    const { exitCode, stderr } = await simulate('taken')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--out: taken is not a folder')])
  })

  it('below a file is refused', async () => {
    writeFileSync(join(cwd, 'taken'), 'mine')
    const { exitCode, stderr } = await simulate('taken/run')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--out: ')])
    expect(readdirSync(cwd)).toEqual(['taken'])
  })

  it('that holds something is refused, with --force too', async () => {
    mkdirSync(join(cwd, 'work'))
    writeFileSync(join(cwd, 'work/thesis.txt'), 'mine')
    for (const flags of [[], ['--force']]) {
      const { exitCode, stderr } = await simulate('work', ...flags)
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('work holds something that is no run')])
    }
    expect(readdirSync(join(cwd, 'work'))).toEqual(['thesis.txt'])
  })

  it('with an earlier run is refused without --force', async () => {
    mkdirSync(join(cwd, 'earlier'))
    writeFileSync(join(cwd, 'earlier/scenario.json'), '{}')
    const { exitCode, stderr } = await simulate('earlier')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('add --force to replace it')])
  })

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('that nobody may write to is refused', async () => {
    mkdirSync(join(cwd, 'closed'))
    chmodSync(join(cwd, 'closed'), 0o555)
    const { exitCode, stderr } = await simulate('closed/run')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('you may not write')])
  })
})
