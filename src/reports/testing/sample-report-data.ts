import type { ReportData } from '../digest/report-data.ts'
import { MARGIN_BUCKETS, MARGIN_FROM_BPS, MARGIN_STEP_BPS, type PriceChange, type RunDigest, type Seller, STOCK_POINTS } from '../digest/run-digest.ts'

const STARTS_AT = Date.UTC(2026, 10, 27, 4, 30)

/** A discount of 15 % that the guard cut to 10 %. */
export function changeOf(over: Partial<PriceChange> = {}): PriceChange {
  return {
    name: 'Kettle',
    wantedBps: 1500,
    givenBps: 1000,
    movedBps: 1000,
    explanation: {
      decisionId: '0:12:SKU-1:S01:r2',
      sku: 'SKU-1',
      store: 'S01',
      ts: STARTS_AT + 1500,
      inputs: { baseMinor: 10_000, currency: 'INR', costMinor: 6_000, logisticsMinor: 0, costVersion: 1, onHand: 500 },
      features: { unitsPerHour: 12, baselinePerHour: 12 },
      candidates: [{ promotion: 'flash', kind: 'percent-off', discountMinor: 1_500 }],
      rejected: [{ priceMinor: 8_500, rule: 'margin_floor' }],
      modelOutputs: { stance: 'normal' },
      finalDecision: 'reduced',
      askedMinor: 8_500,
      askedDiscountMinor: 1_500,
      priceBefore: 10_000,
      priceAfter: 9_000,
      discountBps: 1000,
      marginBps: 3333,
      floorPrice: 8_572,

      reasonCode: 'PROMO_MODIFY_DISCOUNT',
      source: { topic: 'promo_rules', partition: 0, offset: 12, seq: 12 },
    },
    cause: { type: 'promotion_created', id: 'e-1' },
    ...over,
  }
}

export const sellerOf = (over: Partial<Seller> = {}): Seller => ({ sku: 'SKU-1', name: 'Kettle', unitsSold: 40, unitsReceived: 10, startUnits: 500, endUnits: 470, stock: Array.from({ length: STOCK_POINTS }, (_, part) => 500 - Math.floor(part / 2)), ...over })

/** Counts by margin, with these filled: `[percent, count]`. */
export function marginsOf(...filled: readonly (readonly [percent: number, count: number])[]): number[] {
  const counts = Array<number>(MARGIN_BUCKETS).fill(0)
  for (const [percent, count] of filled) counts[(percent * 100 - MARGIN_FROM_BPS) / MARGIN_STEP_BPS] = count
  return counts
}

export function digestOf(over: Partial<RunDigest> = {}): RunDigest {
  return {
    processed: [10, 12, 8],
    margins: { before: marginsOf([29, 4], [50, 6]), after: marginsOf([33, 4], [50, 6]) },
    prevented: { PROMO_MODIFY_DISCOUNT: 4 },
    skusChanged: 1,
    skusCut: 1,
    changes: [changeOf()],
    skusSold: 1,
    sellers: [sellerOf()],
    ...over,
  }
}

export function reportDataOf(over: Partial<ReportData> = {}): ReportData {
  return {
    schemaVersion: 1,
    scenario: { summary: 'a flash sale', startsAt: STARTS_AT, timeZone: 'Asia/Kolkata', stores: 1, floorMarginBps: 3000 },
    rates: { planned: [10, 10, 10], sent: [10, 11, 9] },
    digest: digestOf(),
    ...over,
  }
}
