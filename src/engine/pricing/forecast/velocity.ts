import type { ForecastModel } from './forecast-model.ts'

/**
 * Units an hour over the last quarter of an hour, and whether the last five minutes are a surge. A decayed count of
 * a steady stream is rate × time constant, so the rate is count ÷ time constant.
 */
export const velocity: ForecastModel = {
  name: 'velocity',
  summary: 'units an hour from exponentially decayed windows, and surges against the baseline',
  estimate(signals, { units5, units15 }, { surge }) {
    signals.unitsPerHour = units15 * 4
    signals.surging = units5 >= surge.minUnits && units5 * 12 >= surge.ratio * signals.baselinePerHour
  },
}
