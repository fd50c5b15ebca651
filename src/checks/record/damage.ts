/** Something in the record that cannot be as the pipeline wrote it. */
export interface Damage {
  /** `log/3 offset 512`, `reads/1.jsonl line 7`. */
  readonly place: string
  readonly value: string
  readonly rule: string
  /** The batch was committed once already: two owners at work, which is a finding of its own. */
  readonly isRepeatedBatch?: true
}

/** Ends the reading of one record; the inspection reports it as a finding. What came before it stays judged. */
export class RecordDamage extends Error {
  readonly damage: Damage

  constructor(place: string, value: string, rule: string, more: Pick<Damage, 'isRepeatedBatch'> = {}) {
    super(`${place}: ${value} (${rule})`)
    this.name = 'RecordDamage'
    this.damage = { place, value: value.slice(0, 200), rule, ...more }
  }
}
