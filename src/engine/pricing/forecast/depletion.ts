import type { ForecastModel } from './forecast-model.ts'

export const depletion: ForecastModel = {
  name: 'depletion',
  summary: 'hours until the stock is gone at the present velocity',
  estimate(signals) {
    signals.depletionEtaHours = depletionEtaHours(signals.onHand, signals.unitsPerHour)
  },
}

/** Hours until `onHand` units are sold; Infinity where nothing sells. */
export function depletionEtaHours(onHand: number, unitsPerHour: number): number {
  return unitsPerHour > 0 ? onHand / unitsPerHour : Infinity
}
