import type { CostDetector } from './cost-detector.ts'
import { slip } from './slip.ts'

export const COST_DETECTORS: Readonly<Record<string, CostDetector>> = { slip }
