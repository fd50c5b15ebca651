import { forget, type KeptEntry, leftBehind } from './undo-list.ts'

/** Undoes what a killed `promo` has left on servers; returns what to say of it. Costs a look into a folder else. */
export async function undoLeftBehind(): Promise<readonly string[]> {
  const kept = leftBehind()
  if (kept.length === 0) return []
  const { carryOut } = await import('./undo.ts')
  const said: string[] = []
  for (const each of kept) said.push(await undoOne(each, carryOut))
  return said
}

async function undoOne(kept: KeptEntry, carryOut: (undo: KeptEntry['entry']['undo']) => Promise<void>): Promise<string> {
  const { fault, owner, undo } = kept.entry
  const whose = `${fault}, which process ${owner.pid} had left behind (${undo.kind.replace('_', ' ')})`
  try {
    await carryOut(undo)
    forget(kept)
    return `undone: ${whose}`
  } catch (error) {
    return `not undone yet: ${whose}: ${(error as Error).message}`
  }
}
