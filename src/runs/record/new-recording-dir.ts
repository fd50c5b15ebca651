import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../user-error.ts'

/** Makes a folder aside, lets `work` fill it, and puts it in its place: whole or not at all. */
export async function makeWhole<Result>(dir: string, work: (aside: string) => Promise<Result>): Promise<Result> {
  refuseTaken(dir)
  const aside = `${dir}.part`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  try {
    const result = await work(aside)
    if (existsSync(dir)) rmSync(dir, { recursive: true })
    renameSync(aside, dir)
    return result
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    throw error
  }
}

/** Before anything is begun. */
export function refuseTaken(dir: string): void {
  const parent = dirname(dir)
  if (existsSync(parent) && !statSync(parent).isDirectory()) throw refusal(dir, `${parent} is not a folder`)
  if (!existsSync(dir)) return
  if (!statSync(dir).isDirectory()) throw refusal(dir, `${dir} is not a folder`)
  if (readdirSync(dir).length > 0) throw refusal(dir, `${dir} holds something already`)
}

function refusal(value: string, message: string): UserError {
  return new UserError({ code: 'folder_not_empty', message, place: '--out', value, rule: 'a new folder, or an empty one', fix: 'choose another folder', exitCode: 2 })
}
