import { depletion } from './depletion.ts'
import type { ForecastModel } from './forecast-model.ts'
import { velocity } from './velocity.ts'

/** In order: a model may read what the ones before it have said. */
export const FORECAST_MODELS: Readonly<Record<string, ForecastModel>> = { velocity, depletion }
