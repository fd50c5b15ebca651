import type { InvariantResult, RunDocument } from '../reports/run-document.ts'

/** Invariants that did not pass. How much load a busy machine can make is not what a test is about: that may be unknown. */
export const brokenInvariants = ({ invariants }: Pick<RunDocument, 'invariants'>): readonly InvariantResult[] =>
  invariants.filter(({ name, status }) => status !== 'pass' && !(name === 'load_honesty' && status === 'unknown'))
