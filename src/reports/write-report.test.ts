import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../engine/kernel/user-error.ts'
import { writeReport } from './write-report.ts'

describe('writeReport', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'promo-report-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('writes the report, replaces an older one, and leaves nothing else', () => {
    writeReport(join(folder, 'run.json'), 'old')
    writeReport(join(folder, 'run.json'), 'new')
    expect(readdirSync(folder)).toEqual(['run.json'])
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('new')
  })

  it.each(['.', 'missing/run.json'])('refuses to write to %s, and leaves nothing behind', (path) => {
    expect(() => writeReport(join(folder, path), 'text')).toThrow(UserError)
    expect(readdirSync(folder)).toEqual([])
  })
})
