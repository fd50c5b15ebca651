/** For commands, which import nothing of the scenarios: durations and rates as users write them. */
export { DURATION_RULE, formatDuration, parseDuration } from '../engine/kernel/durations.ts'
export { parseRate, RATE_RULE } from '../scenarios/units.ts'
