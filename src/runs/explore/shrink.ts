/** What a failing seed is made of. */
export interface Case<Fault> {
  readonly events: number
  readonly faults: readonly Fault[]
}

/** Whether the case still fails in the same way. */
export type Fails<Fault> = (tried: Case<Fault>) => Promise<boolean>

const EVENTS_MIN = 1

/**
 * The smallest schedule that was found to fail as `found` does: faults first (delta debugging: Zeller and Hildebrandt,
 * 2002), then events, then faults once more. No fault of the result can be left out, and half of its events are too few.
 */
export async function shrink<Fault>(found: Case<Fault>, fails: Fails<Fault>): Promise<Case<Fault>> {
  const fewerFaults = async ({ events, faults }: Case<Fault>) => ({ events, faults: await smallestSubset(faults, (some) => fails({ events, faults: some })) })
  const { faults, events } = await fewerFaults(found)
  return fewerFaults({ faults, events: await fewest(events, (count) => fails({ faults, events: count })) })
}

/** A subset that fails while none of its parts without one element does. */
export async function smallestSubset<T>(all: readonly T[], fails: (some: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  if (all.length === 0 || (await fails([]))) return []
  let kept = all
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const others = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (others.length < kept.length && (await fails(others))) kept = others
      else from += size
    }
  }
  return isMinimal(all, kept) ? kept : smallestSubset(kept, fails)
}

/** Nothing was left out in the last pass: it has tried each element by itself. */
const isMinimal = (all: readonly unknown[], kept: readonly unknown[]): boolean => all.length === kept.length

/** By halves while that fails, then by quarters. */
async function fewest(events: number, fails: (count: number) => Promise<boolean>): Promise<number> {
  let count = events
  for (const share of [1 / 2, 3 / 4]) {
    for (let next = Math.floor(count * share); next >= EVENTS_MIN && next < count && (await fails(next)); next = Math.floor(count * share)) count = next
  }
  return count
}
