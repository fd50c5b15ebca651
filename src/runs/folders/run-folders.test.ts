import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRun, runFolders } from './run-folders.ts'
import { isRunId, newRunId, startedAtOf } from './run-id.ts'

const OLDER = '20261121-101530-flash-sale-7f3a'
const NEWER = '20261121-101531-canary-0001'

let runs = ''
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'promo-runs-'))
})
afterEach(() => rmSync(runs, { recursive: true }))

function makeRun(id: string, dir = join(runs, id)): string {
  mkdirSync(dir)
  writeFileSync(join(dir, 'scenario.json'), '{}')
  return dir
}

describe('a run id', () => {
  it('says when and what, in an order that sorts by time', () => {
    const first = newRunId('spike-10x', new Date('2026-11-21T10:15:30.999Z'))
    const second = newRunId('canary', new Date('2026-11-21T10:15:31Z'))
    expect(first).toMatch(/^20261121-101530-spike-10x-[0-9a-f]{4}$/)
    expect([second, first].sort()).toEqual([first, second])
    expect(startedAtOf(first)).toBe('2026-11-21T10:15:30Z')
  })

  it.each(['..', '../x', 'last', '20261121-101530-Flash-7f3a', '20261121-101530--7f3a', `${OLDER}/..`])('is not %s', (text) => {
    expect(isRunId(text)).toBe(false)
  })
})

describe('runs on disk', () => {
  it('are listed with the newest first, and nothing else is', () => {
    makeRun(OLDER)
    makeRun(NEWER)
    mkdirSync(join(runs, '20261121-101532-no-scenario-0000'))
    makeRun('my-notes')
    writeFileSync(join(runs, '20261121-101533-a-file-0000'), '')
    symlinkSync(join(runs, OLDER), join(runs, '20261121-101534-a-link-0000'))
    expect(runFolders(runs).map(({ id }) => id)).toEqual([NEWER, OLDER])
  })

  it('are none where there is no folder', () => {
    expect(runFolders(join(runs, 'nowhere'))).toEqual([])
  })
})

describe('a run is found', () => {
  it('by its id, by last, and by a path', () => {
    const older = makeRun(OLDER)
    const newer = makeRun(NEWER)
    const elsewhere = makeRun('elsewhere')
    expect(findRun(OLDER, runs).dir).toBe(older)
    expect(findRun('last', runs).dir).toBe(newer)
    expect(findRun(elsewhere, runs).dir).toBe(elsewhere)
  })

  it('or refused, with the nearest id', () => {
    makeRun(OLDER)
    const refusal = catchMistake(() => findRun('20261121-101530-flash-sale-7f3b', runs))
    expect(refusal).toMatchObject({ code: 'unknown_run', place: '<run>', fix: `did you mean "${OLDER}"?`, exitCode: 104 })
  })

  it('or refused, where what is there is no run', () => {
    makeRun(OLDER)
    expect(catchMistake(() => findRun(runs, runs, '--against'))).toMatchObject({ code: 'unknown_run', place: '--against', message: expect.stringContaining('no scenario.json'), value: runs })
  })

  it('or refused, where there is none at all', () => {
    expect(catchMistake(() => findRun('last', runs))).toMatchObject({ code: 'unknown_run', fix: expect.stringContaining('promo simulate') })
  })
})

function catchMistake(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return (error as { readonly mistake: unknown }).mistake
  }
}
