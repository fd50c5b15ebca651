import type { Bolt } from '../../kernel/bolt.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import { Waiting } from '../../kernel/waiting.ts'
import type { Tuple } from '../tuple.ts'

export interface SpoutState {
  readonly [part: string]: Waiting | Table
  /** Items whose folded demand waits for a decision. */
  readonly items: Waiting
  /** SKUs whose folded competitor prices do. */
  readonly skus: Waiting
  /** SKUs that a schedule, a rule or a cost review wants decided again, in portions. */
  readonly again: Waiting
  /** When a competitor's price was last decided at once, by SKU. */
  readonly competitor: Table
}

export const COMPETITOR = fieldsOf(['decidedAt'])

/** Where records enter. Its state is the agenda: what waits for a decision without an event of its own. */
export const spout: Bolt<SpoutState, Tuple> = {
  name: 'spout',
  summary: 'takes records in order, records the order and `now`, and keeps the agenda of folded work',
  after: [],
  open: () => ({ items: new Waiting(), skus: new Waiting(), again: new Waiting(), competitor: new Table(COMPETITOR) }),
}
