import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../../engine/kernel/ports.ts'
import { checkpointsContract } from '../../../testing/contracts/checkpoints.contract.ts'
import { nearestSnapshot, SnapshotFiles } from './snapshot-files.ts'
import { SnapshotPacker } from './snapshot-packer.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-snapshots-'))
afterAll(() => rmSync(home, { recursive: true }))
const newFolder = () => mkdtempSync(join(home, 'x-'))
const asWritten = () => {}

describe.each([
  ['as they were written', asWritten],
  ['compressed', undefined],
])('%s', (_, onSaved) => {
  checkpointsContract('snapshot files', () => {
    const dir = newFolder()
    return { checkpoints: new SnapshotFiles(dir, onSaved), reopen: () => new SnapshotFiles(dir, onSaved) }
  })

  test('a single wrong byte anywhere, and they are passed over', async () => {
    const { dir, bytes } = await oneSnapshot(onSaved)
    for (let at = 0; at < bytes.length; at++) {
      writeFileSync(join(dir, NAME), Buffer.from(bytes).fill(bytes[at] ^ 0x10, at, at + 1))
      expect(await new SnapshotFiles(dir).newest(), `byte ${at}`).toBeUndefined()
    }
  })

  test('torn anywhere, they are passed over for the one before', async () => {
    const { dir, bytes, saved } = await oneSnapshot(onSaved)
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(join(dir, NEXT), bytes.subarray(0, length))
      expect(await new SnapshotFiles(dir).newest()).toEqual(saved)
    }
  })

  test('under the name of another place, they are passed over', async () => {
    const { dir, bytes, saved } = await oneSnapshot(onSaved)
    writeFileSync(join(dir, NEXT), bytes)
    expect(await new SnapshotFiles(dir).newest()).toEqual(saved)
  })

  test('begin with a line of JSON that says where they are true', async () => {
    const { bytes } = await oneSnapshot(onSaved)
    expect(JSON.parse(bytes.toString('latin1').split('\n')[0])).toMatchObject({ offset: 100, nextBatch: 3, now: 17 })
  })
})

const NAME = 'snapshot-00000000000000000100.bin'
const NEXT = 'snapshot-00000000000000000200.bin'

/** The folder and the bytes of one snapshot at offset 100, with two parts. */
async function oneSnapshot(onSaved?: (path: string) => void): Promise<{ readonly dir: string; readonly bytes: Buffer; readonly saved: Checkpoint }> {
  const dir = newFolder()
  const saved: Checkpoint = { offset: 100, nextBatch: 3, now: 17, parts: { a: Float64Array.of(1, 2, 3), b: 'text' } }
  await new SnapshotFiles(dir, onSaved).save(saved)
  return { dir, bytes: readFileSync(join(dir, NAME)), saved }
}

/** Beside a log of so many bytes, which need not be one. */
function folderOfLog(bytes: number): string {
  const dir = newFolder()
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, `${'0'.repeat(20)}.jsonl`), Buffer.alloc(bytes))
  return dir
}

const at = (offset: number): Checkpoint => ({ offset, nextBatch: offset, now: offset * 10, parts: { a: Float64Array.of(offset) } })
const offsetsIn = (dir: string) => readdirSync(dir).flatMap((name) => /^snapshot-0*(\d+)\.bin$/.exec(name)?.[1] ?? []).map(Number)

describe('snapshot files', () => {
  test('up to eight stay, spread over the log', async () => {
    const dir = folderOfLog(1 << 20)
    const files = new SnapshotFiles(dir)
    for (let offset = 10; offset <= 400; offset += 10) await files.save(at(offset))
    const offsets = offsetsIn(dir)
    const gaps = offsets.map((offset, index) => offset - (offsets[index - 1] ?? 0))
    expect([offsets.length, offsets.at(-1)]).toEqual([8, 400])
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100)
  })

  test('all but the newest take a small part of what the log takes in the end', async () => {
    const dir = folderOfLog(0)
    const files = new SnapshotFiles(dir)
    for (const offset of [10, 20, 30]) await files.save(at(offset))
    expect(offsetsIn(dir)).toEqual([10, 20, 30])
    files.close()
    expect(offsetsIn(dir)).toEqual([30])
  })

  test('the nearest one before a place is found, whatever stands behind it', async () => {
    const dir = folderOfLog(1 << 20)
    const files = new SnapshotFiles(dir)
    for (const offset of [10, 20, 30]) await files.save(at(offset))
    writeFileSync(join(dir, 'snapshot-00000000000000000025.bin'), 'nonsense')
    expect(nearestSnapshot(dir, ({ offset }) => offset <= 29)).toEqual(at(20))
    expect(nearestSnapshot(dir, ({ now }) => now <= 100)).toEqual(at(10))
    expect(nearestSnapshot(dir, ({ nextBatch }) => nextBatch < 10)).toBeUndefined()
  })

  test('a large state that repeats itself takes less than a tenth', async () => {
    const { dir, parts } = { dir: newFolder(), parts: { many: new Float64Array(100_000).fill(1.5) } }
    await new SnapshotFiles(dir).save({ ...at(100), parts })
    expect(readFileSync(join(dir, NAME)).length).toBeLessThan(80_000)
    expect((await new SnapshotFiles(dir).newest())?.parts).toEqual(parts)
  })

  test('that a bad disk has spoilt are passed over', async () => {
    const { dir } = await oneSnapshot()
    new SnapshotFiles(dir).spoil()
    expect(await new SnapshotFiles(dir).newest()).toBeUndefined()
  })

  test.each([
    ['not JSON', 'nonsense\n'],
    ['null', 'null\n'],
    ['empty', ''],
  ])('that are %s are passed over, to the very start', async (_, content) => {
    const dir = newFolder()
    writeFileSync(join(dir, NAME), content)
    expect(await new SnapshotFiles(dir).newest()).toBeUndefined()
  })

  test.each([
    ['of this format are read', 0, 100],
    ['of the format before, whole as they are, are passed over', 1, undefined],
  ])('that are %s', async (_, older, offset) => {
    const { dir, bytes } = await oneSnapshot(asWritten)
    const [head, ...rest] = bytes.toString('latin1', 0, bytes.length - 4).split('\n')
    const format = (JSON.parse(head) as { readonly format: number }).format - older
    const changed = Buffer.from([head.replace(/(?<="format":)\d+/, String(format)), ...rest].join('\n'), 'latin1')
    const checksum = Buffer.alloc(4)
    checksum.writeUInt32LE(crc32(changed))
    writeFileSync(join(dir, NAME), Buffer.concat([changed, checksum]))
    expect((await new SnapshotFiles(dir).newest())?.offset).toBe(offset)
  })

  test('are not there before they are whole: what a crash leaves behind is none', async () => {
    const { dir, bytes, saved } = await oneSnapshot()
    writeFileSync(join(dir, `${NEXT}.part`), bytes)
    expect(await new SnapshotFiles(dir).newest()).toEqual(saved)
  })
})

describe('the packer', () => {
  test('compresses and thins out what somebody else has saved, and leaves what it cannot read', async () => {
    const dir = folderOfLog(1 << 20)
    const packer = new SnapshotPacker()
    const files = new SnapshotFiles(dir, (path) => packer.add(path))
    for (let offset = 10; offset <= 120; offset += 10) await files.save(at(offset))
    packer.add(join(dir, 'nowhere.bin'))
    await packer.close()
    expect(offsetsIn(dir)).toHaveLength(8)
    const heads = readdirSync(dir).filter((name) => name.startsWith('snapshot')).map((name) => JSON.parse(readFileSync(join(dir, name), 'latin1').split('\n')[0]))
    expect(heads.every(({ packed }) => packed === 'zstd')).toBe(true)
    expect(await files.newest()).toEqual(at(120))
  })

  test('does not touch a spoilt one', async () => {
    const packer = new SnapshotPacker()
    const { dir } = await oneSnapshot(asWritten)
    const files = new SnapshotFiles(dir, (path) => packer.add(path))
    files.spoil()
    const spoilt = readFileSync(join(dir, NAME))
    packer.add(join(dir, NAME))
    await packer.close()
    expect(readFileSync(join(dir, NAME))).toEqual(spoilt)
  })
})
