// Shows a run's document as CI's log wants it; ends with 1 where there is none, or an invariant does not hold.
import { readFileSync } from 'node:fs'

const say = (line) => process.stdout.write(`${line}\n`)
const { run, verdict, exitCode, error, invariants, thresholds, faults, metrics } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
if (error) throw new Error(error.message)
say(`verdict ${verdict}, exit code ${exitCode}, target ${run.target}, ${metrics.events_processed.values.count} events processed`)
for (const { name, status, checked, violations } of invariants) say(`  ${status} ${name}: ${violations} of ${checked}`)
for (const { metric, expression, actual, status } of thresholds) say(`  ${status} ${metric}: ${expression} (${actual})`)
for (const { spec, injected, eligible, recoveryMs } of faults) say(`  ${spec}: hit ${injected} of ${eligible}, recovered in ${recoveryMs} ms`)
// How much load a busy machine could make is not for CI to say.
const isKept = invariants.length > 0 && invariants.every(({ name, status }) => status === 'pass' || (name === 'load_honesty' && status === 'unknown'))
process.exitCode = isKept ? 0 : 1
