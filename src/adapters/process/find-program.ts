import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { UserError } from '../../engine/kernel/user-error.ts'

/** A program that the stack needs, and how to get it. */
export interface NeededProgram {
  readonly name: string
  readonly neededFor: string
  readonly fix: string
  /** Folders beside those of PATH where systems keep it. */
  readonly alsoIn?: () => readonly string[]
}

export const NEEDED = {
  java: { name: 'java', neededFor: 'Kafka', fix: 'install Java 17 or newer: apt-get install default-jre-headless, or brew install openjdk' },
  mvn: { name: 'mvn', neededFor: 'fetching Kafka', fix: 'install Maven: apt-get install maven, or brew install maven' },
  go: { name: 'go', neededFor: 'building Toxiproxy', fix: 'install Go 1.23 or newer: apt-get install golang-go, or brew install go' },
  redis: { name: 'redis-server', neededFor: 'Redis', fix: 'install Redis: apt-get install redis-server, or brew install redis' },
  initdb: { name: 'initdb', neededFor: 'PostgreSQL', fix: 'install PostgreSQL: apt-get install postgresql, or brew install postgresql', alsoIn: postgresFolders },
  postgres: { name: 'postgres', neededFor: 'PostgreSQL', fix: 'install PostgreSQL: apt-get install postgresql, or brew install postgresql', alsoIn: postgresFolders },
} as const satisfies Record<string, NeededProgram>

/** Where it stands on this machine. */
export function findProgram(needed: NeededProgram, path: string = process.env.PATH ?? ''): string {
  const folders = [...path.split(delimiter), ...(needed.alsoIn?.() ?? [])]
  const found = folders.map((folder) => join(folder, needed.name)).find(isProgram)
  if (found === undefined) throw programMissing(needed)
  return found
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** Debian keeps the servers of each version apart and off PATH; the newest first. */
function postgresFolders(): readonly string[] {
  const root = '/usr/lib/postgresql'
  try {
    return readdirSync(root).sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, 'bin'))
  } catch {
    return []
  }
}

function programMissing({ name, neededFor, fix }: NeededProgram): UserError {
  return new UserError({
    code: 'program_missing',
    message: `${name} is not on this machine; it is needed for ${neededFor}`,
    place: name,
    value: 'not on PATH',
    rule: 'without Docker the stack runs the servers of this machine',
    fix: `${fix}; or start Docker and say --docker`,
    exitCode: 106,
  })
}
