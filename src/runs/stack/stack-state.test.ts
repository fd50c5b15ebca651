import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { forgetStack, readStack, type StackState, writeStack } from './stack-state.ts'

let home = ''
let file = ''
beforeEach(() => {
  home = emptyFolder()
  file = join(home, '.promo', 'stack.json')
})
afterEach(() => rmSync(home, { recursive: true }))

const state: StackState = {
  schemaVersion: 1,
  mode: 'processes',
  startedAt: '2026-11-21T10:00:00Z',
  startedBy: { pid: 1, mark: 'm' },
  dataDir: '/tmp/promo-stack-x',
  composeProject: null,
  servers: [{ name: 'redis', kind: 'redis', address: '127.0.0.1:6000', proxied: '127.0.0.1:6001', process: null }],
}

describe('the state of the stack', () => {
  test('is read as it was written, by its owner alone', () => {
    writeStack(state, file)
    expect(readStack(file)).toEqual(state)
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  })

  test('is none before the stack is started, and after it is forgotten', () => {
    expect(readStack(file)).toBeUndefined()
    writeStack(state, file)
    forgetStack(file)
    forgetStack(file)
    expect(readStack(file)).toBeUndefined()
  })

  test.each(['', '{"schemaVersion":1', '{"schemaVersion":2,"servers":[]}', '[]', 'null'])('is not %j', (text) => {
    const broken = join(home, 'stack.json')
    writeFileSync(broken, text)
    expect(() => readStack(broken)).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code: 'stack_state_unreadable', place: broken, exitCode: 106 }) }))
  })
})
