import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { homeDir } from '../folders/home.ts'

export const GROUP_RULE = 'letters, digits, ., _ and -, at most 64'
export const isGroup = (name: string): boolean => /^(?!\.+$)[A-Za-z0-9._-]{1,64}$/.test(name)

/** Where a group has come to in each recording: the next offset by partition. */
interface Group {
  readonly schemaVersion: 1
  readonly recordings: Readonly<Record<string, readonly number[]>>
}

const fileOf = (group: string): string => join(homeDir(), 'groups', `${group}.json`)

/** Undefined where the group has not replayed this recording yet. A place beyond the recording belongs to another one of its name. */
export function storedPlaces(group: string, recording: string, ends: readonly number[]): readonly number[] | undefined {
  const places = readGroup(group).recordings[recording]
  if (places === undefined) return undefined
  const fits = places.length === ends.length && places.every((place, partition) => place <= ends[partition])
  if (fits) return places
  throw refusal(group, `${recording}: ${places.join(', ')}`, `places in this recording, whose partitions end at ${ends.join(', ')}`, 'it was stored for another run of this name: take another --group, or give --from')
}

export function storePlaces(group: string, recording: string, places: readonly number[]): void {
  const { recordings } = readGroup(group)
  mkdirSync(join(homeDir(), 'groups'), { recursive: true })
  writeWhole(fileOf(group), `${JSON.stringify({ schemaVersion: 1, recordings: { ...recordings, [recording]: places } } satisfies Group)}\n`)
}

function readGroup(group: string): Group {
  const file = fileOf(group)
  if (!existsSync(file)) return { schemaVersion: 1, recordings: {} }
  const found = parsed(readFileSync(file, 'utf8'))
  if (found) return found
  throw refusal(group, file, 'a group as promo replay stores it, schemaVersion 1', `delete ${file} to begin anew`)
}

function parsed(text: string): Group | undefined {
  try {
    const group = JSON.parse(text) as Group
    const isWhole = group.schemaVersion === 1 && Object.values(group.recordings).every((places) => places.every(Number.isSafeInteger))
    return isWhole ? group : undefined
  } catch {
    return undefined
  }
}

function refusal(group: string, value: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'bad_group', message: `what group ${group} has stored does not fit`, place: '--group', value, rule, fix, exitCode: 104 })
}
