import type { CostDetector } from './cost-detector.ts'

/** A decimal point or a currency that slipped: ten times as much, a tenth as much, or money of another country. */
export const slip: CostDetector = {
  name: 'slip',
  summary: 'a cost ten times up or down, or in the wrong currency',
  suspects: (update, accepted) =>
    update.currency !== accepted.currency ||
    update.costMinor >= accepted.costMinor * 10 ||
    update.costMinor * 10 <= accepted.costMinor,
}
