/** For commands, which import nothing of the engine: the one error class for what a user can mend. */
export { type Mistake, UserError } from '../engine/kernel/user-error.ts'
export { didYouMean, nearestWord } from '../engine/kernel/nearest-word.ts'
