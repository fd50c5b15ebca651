import type { StackStatus } from '../../runs/stack/status.ts'
import { tableLines } from '../../ui/table.ts'

/** The servers of a stack, for people. */
export function stackLines({ servers }: StackStatus): readonly string[] {
  if (servers.length === 0) return ['no stack runs; promo stack up starts one']
  const rows = servers.map(({ name, address, proxied, pid, health, said }) => [name, address, proxied ?? '–', pid === null ? '–' : String(pid), health, said])
  return tableLines(['SERVER', 'ADDRESS', 'THROUGH TOXIPROXY', ' PID', 'HEALTH', 'SAYS'], rows)
}
