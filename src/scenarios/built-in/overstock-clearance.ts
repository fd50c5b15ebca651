import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const overstockClearance: ScenarioFile = {
  summary: 'Warehouses are twelve times too full: clearance gives what the margin allows until the shelves are normal',
  catalog: { file: FIXTURE_CATALOG, stockFactor: 12 },
  traffic: { shape: { kind: 'constant', rate: '10k' } },
  promotions: [
    { id: 'clear-the-shelf', kind: 'overstock-clearance', label: 'Clear the shelf', offBps: 1500, coverHours: 336 },
    { id: 'season-end', kind: 'percent-off', label: 'End of season', scope: { categories: ['fashion', 'footwear', 'sports'] }, startsAt: '10s', offBps: 1000 },
  ],
  thresholds: ['decision_latency: p(99)<100'],
}
