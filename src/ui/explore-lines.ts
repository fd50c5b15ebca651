import type { ExploreDocument, FailingSeed } from '../reports/explore-document.ts'
import { countOf, number } from '../reports/formats/texts.ts'
import { tableLines } from './table.ts'

/** What an exploration has found, for people. */
export function exploreLines({ scenario, firstSeed, seeds, failures, coverage, historiesSha256, seedsPerSecond, verdict }: ExploreDocument): readonly string[] {
  const { covered, possible } = coverage
  return [
    `${countOf(seeds.done, 'seed')} of ${scenario} from ${firstSeed} on, ${seedsPerSecond.toFixed(1)} a second: ${verdict}`,
    `  coverage   ${number(covered)} of ${number(possible)} pairs of fault and stage`,
    `  histories  sha256 ${historiesSha256}`,
    ...failures.flatMap(failureLines),
  ]
}

function failureLines({ seed, invariants, faults, shrunk }: FailingSeed): readonly string[] {
  return [
    '',
    `seed ${seed} does not hold ${invariants.map(({ name }) => name).join(', ')}`,
    ...invariants.flatMap(({ examples }) => examples.slice(0, 2)).map((example) => `  ${Object.entries(example).map(([name, value]) => `${name} ${value}`).join(', ')}`),
    ...(shrunk ? [`  ${countOf(faults.length, 'fault')} came down to ${shrunk.faults.length}; this repeats it:`, `  ${shrunk.command}`] : []),
  ]
}

/** Every pair of a fault and a stage, with its hits. */
export function coverageLines({ coverage: { pairs } }: ExploreDocument): readonly string[] {
  return ['', ...tableLines(['FAULT', 'STAGE', ' HITS'], pairs.map(({ fault, stage, hits }) => [fault, stage, number(hits)]))]
}
