/** Sequences that are each in order of their `now`, as one; at the same moment in the order in which they are given. */
export function* mergeByTime<Timed extends { readonly now: number }>(sequences: readonly Iterator<Timed>[]): Generator<Timed> {
  const heads = sequences.map((rest) => ({ rest, next: rest.next() }))
  for (;;) {
    let earliest: (typeof heads)[number] | undefined
    for (const head of heads) if (!head.next.done && (!earliest || head.next.value.now < earliest.next.value.now)) earliest = head
    if (!earliest) return
    yield earliest.next.value
    earliest.next = earliest.rest.next()
  }
}
