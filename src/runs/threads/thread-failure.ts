import { missingRight } from '../../adapters/kafka/rights.ts'
import { type Mistake, UserError } from '../user-error.ts'

/** An error that came from another thread: its fields have travelled, its class has not. */
export function failureOf(error: unknown): unknown {
  const { name, mistake } = error as { readonly name?: string; readonly mistake?: Mistake }
  return name === 'UserError' && mistake ? new UserError(mistake) : (missingRight(error) ?? error)
}
