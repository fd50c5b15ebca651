import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../engine/kernel/ports.ts'
import { checkpointsContract } from '../../testing/contracts/checkpoints.contract.ts'
import { SnapshotFiles } from './snapshot-files.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-snapshots-'))
afterAll(() => rmSync(home, { recursive: true }))
const newFolder = () => mkdtempSync(join(home, 'x-'))

checkpointsContract('snapshot files', () => {
  const dir = newFolder()
  return { checkpoints: new SnapshotFiles(dir), reopen: () => new SnapshotFiles(dir) }
})

const NAME = 'snapshot-00000000000000000100.bin'

/** The folder and the bytes of one snapshot at offset 100, with two parts. */
async function oneSnapshot(): Promise<{ readonly dir: string; readonly bytes: Buffer; readonly saved: Checkpoint }> {
  const dir = newFolder()
  const saved: Checkpoint = { offset: 100, nextBatch: 3, now: 17, parts: { a: Float64Array.of(1, 2, 3), b: 'text' } }
  await new SnapshotFiles(dir).save(saved)
  return { dir, bytes: readFileSync(join(dir, NAME)), saved }
}

describe('snapshot files', () => {
  test('are named after their offset, and only the newest stays', async () => {
    const { dir, saved } = await oneSnapshot()
    expect(readdirSync(dir)).toEqual([NAME])
    await new SnapshotFiles(dir).save({ ...saved, offset: 200 })
    expect(readdirSync(dir)).toEqual(['snapshot-00000000000000000200.bin'])
  })

  test('begin with a line of JSON, so that they can be looked at', async () => {
    const { bytes } = await oneSnapshot()
    expect(JSON.parse(bytes.toString('latin1').split('\n')[0])).toMatchObject({ offset: 100, nextBatch: 3, now: 17, parts: [{ name: 'a', numbers: 3 }, { name: 'b', text: 'text' }] })
  })

  test('that are torn anywhere are passed over for the one before', async () => {
    const { dir, bytes, saved } = await oneSnapshot()
    const newer = join(dir, 'snapshot-00000000000000000200.bin')
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(newer, bytes.subarray(0, length))
      expect(await new SnapshotFiles(dir).newest()).toEqual(saved)
    }
  })

  test('that have a single wrong byte anywhere are passed over', async () => {
    const { dir, bytes } = await oneSnapshot()
    for (let at = 0; at < bytes.length; at++) {
      writeFileSync(join(dir, NAME), Buffer.from(bytes).fill(bytes[at] ^ 0x10, at, at + 1))
      expect(await new SnapshotFiles(dir).newest(), `byte ${at}`).toBeUndefined()
    }
  })

  test('that a bad disk has spoilt are passed over', async () => {
    const { dir } = await oneSnapshot()
    new SnapshotFiles(dir).spoil()
    expect(await new SnapshotFiles(dir).newest()).toBeUndefined()
  })

  test.each([
    ['not JSON', 'nonsense\n'],
    ['of another format', '{"format":1,"offset":200,"nextBatch":9,"parts":[]}\n'],
    ['of the format before', '{"format":4,"offset":200,"nextBatch":9,"now":null,"parts":[]}\n'],
    ['null', 'null\n'],
    ['empty', ''],
  ])('that are %s are passed over, to the very start', async (_, content) => {
    const dir = newFolder()
    writeFileSync(join(dir, NAME), content)
    expect(await new SnapshotFiles(dir).newest()).toBeUndefined()
  })

  test('are not there before they are whole: what a crash leaves behind is none', async () => {
    const { dir, bytes, saved } = await oneSnapshot()
    writeFileSync(join(dir, 'snapshot-00000000000000000200.bin.part'), bytes)
    expect(await new SnapshotFiles(dir).newest()).toEqual(saved)
  })
})
