import type { ScenarioFile } from '../file/schema.ts'

/** Objects that mean something only as a whole: a new shape does not inherit fields of the old one. */
const ATOMS = new Set(['shape', 'mix', 'shock'])

/** A scenario on top of another: objects merge, everything else replaces; thresholds add up. */
export function mergeScenarioFiles(base: ScenarioFile, over: ScenarioFile): ScenarioFile {
  const thresholds = [...(base.thresholds ?? []), ...(over.thresholds ?? [])]
  return { ...mergeObjects(base, over), thresholds }
}

type Fields = Readonly<Record<string, unknown>>

function mergeObjects(base: Fields, over: Fields): Fields {
  const merged = Object.entries(over).map(([name, value]) => {
    const nested = !ATOMS.has(name) && isObject(value) && isObject(base[name])
    return [name, nested ? mergeObjects(base[name] as Fields, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
