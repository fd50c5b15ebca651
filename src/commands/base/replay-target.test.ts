import { describe, expect, it } from 'vitest'
import { UserError } from '../../runs/user-error.ts'
import { refusePipelineFlags, type ReplayTargetFlags, replayTargetOf } from './replay-target.ts'

const FLAGS: ReplayTargetFlags = { target: 'embedded', 'create-topics': false, 'send-only': false, yes: false }

function mistakeOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
  throw new Error('it was not refused')
}

describe('where a replay goes', () => {
  it.each<[string, Partial<ReplayTargetFlags>]>([
    ['redis', { redis: 'redis://127.0.0.1:1' }],
    ['brokers', { brokers: ['127.0.0.1:1'] }],
    ['topic-prefix', { 'topic-prefix': 'x.' }],
    ['create-topics', { 'create-topics': true }],
    ['send-only', { 'send-only': true }],
    ['yes', { yes: true }],
  ])('given the embedded pipeline, then --%s means nothing', (flag, changes) => {
    expect(mistakeOf(() => replayTargetOf({ ...FLAGS, ...changes }, new Set([flag]), false))).toMatchObject({ exitCode: 2, place: `--${flag}`, fix: expect.stringContaining('--target kafka') })
  })

  it('given a topic that is recorded first, then brokers and prefix say where it is, and no more', () => {
    expect(replayTargetOf({ ...FLAGS, brokers: ['127.0.0.1:1'], 'topic-prefix': 'shop.' }, new Set(['brokers', 'topic-prefix']), true)).toBeUndefined()
    expect(mistakeOf(() => replayTargetOf({ ...FLAGS, redis: 'redis://x' }, new Set(['redis']), true))).toMatchObject({ place: '--redis' })
  })

  it('given such a topic and a cluster, then its prefix is not that of the replay', () => {
    const flags = { ...FLAGS, target: 'kafka', 'topic-prefix': 'shop.' }
    expect([replayTargetOf(flags, new Set(['topic-prefix']), true)?.topicPrefix, replayTargetOf(flags, new Set(['topic-prefix']), false)?.topicPrefix]).toEqual([undefined, 'shop.'])
  })

  it('given a pipeline on a cluster, then --yes means nothing: it writes into empty topics only', () => {
    expect(mistakeOf(() => replayTargetOf({ ...FLAGS, target: 'kafka', yes: true }, new Set(['yes']), false))).toMatchObject({ exitCode: 2, place: '--yes' })
  })

  it.each(['out', 'rules', 'diff', 'against', 'cold', 'loop', 'group', 'redis', 'postgres-ca'])('given --send-only, then --%s means nothing', (flag) => {
    expect(mistakeOf(() => refusePipelineFlags(new Set(['target', 'send-only', flag])))).toMatchObject({ exitCode: 2, place: `--${flag}` })
  })
})
