import { UserError } from '../../engine/kernel/user-error.ts'

/** Something in a recorded log that cannot be as it was written, and where. */
export interface Damage {
  readonly partition: number
  readonly file: string
  /** Byte of the file at which the line begins, from 0. */
  readonly byte: number
  /** Offset of the record in its partition. */
  readonly record: number
  readonly value: string
  readonly rule: string
}

/** What stands before the damage can be read and was; nothing behind it is believed. */
export function damagedRecord({ partition, file, byte, record, value, rule }: Damage): UserError {
  const place = `${file} byte ${byte}, record ${record} of partition ${partition}`
  const fix = record > 0 ? `take the file from a backup, or stop before it: the records 0 to ${record - 1} are sound` : 'take the file from a backup'
  return new UserError({ code: 'damaged_record', message: `${place}: ${shown(value)}`, place, value: shown(value), rule, fix, exitCode: 104 })
}

const VALUE_CHARACTERS_MAX = 120

/** Damaged bytes must not steer a terminal. */
const shown = (value: string): string => value.slice(0, VALUE_CHARACTERS_MAX).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')
