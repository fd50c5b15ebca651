import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { findProgram, NEEDED } from './find-program.ts'

let folder = ''
beforeEach(() => {
  folder = emptyFolder()
})
afterEach(() => rmSync(folder, { recursive: true }))

function makeProgram(...parts: readonly string[]): string {
  const file = join(folder, ...parts)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
  return file
}

describe('a program', () => {
  test('is the first of its name on PATH that can be run', () => {
    mkdirSync(join(folder, 'a', 'redis-server'), { recursive: true })
    writeFileSync(join(folder, 'redis-server'), 'only a text')
    const file = makeProgram('b', 'redis-server')
    makeProgram('c', 'redis-server')
    expect(findProgram(NEEDED.redis, ['a', '', 'b', 'c'].map((name) => join(folder, name)).join(delimiter))).toBe(file)
  })

  test('may stand where its system keeps it', () => {
    const file = makeProgram('15', 'initdb')
    expect(findProgram({ ...NEEDED.initdb, alsoIn: () => [join(folder, '15')] }, folder)).toBe(file)
  })

  test.each(Object.entries(NEEDED))('%s that is missing is answered with what it is for and how to get it', (_, needed) => {
    expect(() => findProgram({ ...needed, alsoIn: () => [] }, folder)).toThrow(
      expect.objectContaining({ mistake: expect.objectContaining({ code: 'program_missing', place: needed.name, message: expect.stringContaining(needed.neededFor), fix: expect.stringMatching(/apt-get install .*--docker/), exitCode: 106 }) }),
    )
  })
})
