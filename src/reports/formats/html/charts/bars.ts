import { html, type Markup } from '../markup.ts'

const WIDTH = 200
const HEIGHT = 10

/** A bar as long as its share; the figure stands beside it, so the bar itself is not read out. */
export function bar(share: number, tone: 'first' | 'second' | 'third' = 'first'): Markup {
  return html`<svg class="bar ${tone}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="${WIDTH}" height="${HEIGHT}"/><rect width="${round(share * WIDTH)}" height="${HEIGHT}"/></svg>`
}

/** A line through values, scaled to the room between none and the highest. */
export function sparkline(values: readonly number[]): Markup {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high - low || 1
  const points = values.map((value, index) => `${round((index * WIDTH) / (values.length - 1))},${round(HEIGHT * 3 - ((value - low) * HEIGHT * 3) / room)}`)
  return html`<svg class="spark" viewBox="0 -2 ${WIDTH} ${HEIGHT * 3 + 4}" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(' ')}"/></svg>`
}

const round = (value: number): number => Math.round(value * 10) / 10
