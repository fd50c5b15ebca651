import { BROKER_TERMS, type BrokerTerms, LogSession, ModelLog } from '../simulator/model-log.ts'

/** A modelled log and its one owner, for tests that have no other. */
export class OwnedLog extends LogSession {
  readonly #log: ModelLog

  constructor(terms: Partial<BrokerTerms> = {}, log = new ModelLog({ ...BROKER_TERMS, ...terms })) {
    super(log, log.claim())
    this.#log = log
  }

  send(record: string): void {
    this.#log.append(record)
  }

  /** The same log in the hands of somebody else. */
  reopened(): OwnedLog {
    return new OwnedLog({}, this.#log)
  }

  get lines(): readonly string[] {
    return this.#log.bytes().toString().split('\n').slice(0, -1)
  }
}
