import { readFileSync } from 'node:fs'

const ESTABLISHED = '01'

/**
 * The connections of this machine that lead to `port`, by what tells one from the other. Undefined where the system does
 * not say (it does on Linux).
 */
export function openConnections(port: number): readonly string[] | undefined {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable)
  if (tables.every((table) => table === undefined)) return undefined
  return tables.flatMap((table) => connectionsTo(port, table ?? ''))
}

/** A line has its number, both ends as hexadecimal `address:port`, and the state. A connection has our end, and its inode. */
export function connectionsTo(port: number, table: string): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = table.trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/))
  return lines.filter(([, , remote, state]) => state === ESTABLISHED && remote.endsWith(`:${wanted}`)).map((fields) => `${fields[1]} ${fields[9]}`)
}

function readTable(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
