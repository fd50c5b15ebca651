/** How many of `count` entries, whose times never fall, are at or before `now`. */
export function countUntil(count: number, timeOf: (entry: number) => number, now: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeOf(middle) <= now) low = middle + 1
    else high = middle
  }
  return low
}
