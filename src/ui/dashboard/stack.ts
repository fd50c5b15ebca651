import { BLANK, type Line } from './line.ts'

/** A part of a view: it says how few rows it can do with, how many it can use, and draws itself on what it gets. */
export interface Section {
  readonly min: number
  readonly max: number
  readonly draw: (rows: number) => readonly Line[]
  /** A row of air above it, where there is room. */
  readonly hasAir?: boolean
  /** Grows before those that are not. */
  readonly isEager?: boolean
}

export const fixed = (lines: readonly Line[], hasAir = false): Section => ({ min: lines.length, max: lines.length, draw: () => lines, hasAir })

/**
 * Sections below each other on so many rows, never more. They stand in the order of their worth: those at the end are
 * left out first. What is left over goes to air, then to those that can grow.
 */
export function stack(sections: readonly Section[], rows: number): readonly Line[] {
  const shown = fitting(sections, rows)
  let left = rows - shown.reduce((sum, { min }) => sum + min, 0)
  const air = shown.map(({ hasAir }, index) => (hasAir && index > 0 && left > 0 ? left-- && 1 : 0))
  const heights = new Map<Section, number>()
  for (const section of shown.toSorted((a, b) => Number(b.isEager ?? false) - Number(a.isEager ?? false))) {
    const more = Math.min(left, section.max - section.min)
    left -= more
    heights.set(section, section.min + more)
  }
  return shown.flatMap((section, index) => [...Array.from({ length: air[index] }, () => BLANK), ...section.draw(heights.get(section)!)])
}

function fitting(sections: readonly Section[], rows: number): readonly Section[] {
  let left = rows
  return sections.filter(({ min }) => {
    if (min > left) return false
    left -= min
    return min > 0
  })
}
