import { Unavailable } from '../engine/pricing/ports.ts'

export interface GatheredSetting<Question, Answer> {
  /** What is asked, for those who are refused. */
  readonly what: string
  /** Answers in the order of the questions. */
  readonly askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>
  /** So many calls are under way at once, of so many questions each. */
  readonly callsMax: number
  readonly questionsMax: number
  /** So many wait for their call; who comes then is refused. */
  readonly waitingMax: number
}

interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Questions that come while others are under way gather, and go together. A server with little to do is asked at once;
 * one that has much to do, or gets its turn seldom, is asked less often, and nobody waits for more than a call or two.
 */
export class Gathered<Question, Answer> {
  readonly #setting: GatheredSetting<Question, Answer>
  #waiting: Waiting<Question, Answer>[] = []
  #calls = 0

  constructor(setting: GatheredSetting<Question, Answer>) {
    this.#setting = setting
  }

  ask(question: Question): Promise<Answer> {
    const { waitingMax, what } = this.#setting
    if (this.#waiting.length >= waitingMax) return Promise.reject(new Unavailable(what))
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#waiting.push({ question, resolve, reject })
    // What is asked in one go goes together, too.
    queueMicrotask(() => this.#next())
    return promise
  }

  #next(): void {
    const { callsMax, questionsMax } = this.#setting
    if (this.#waiting.length === 0 || this.#calls >= callsMax) return
    this.#calls++
    void this.#call(this.#waiting.splice(0, questionsMax)).finally(() => {
      this.#calls--
      this.#next()
    })
  }

  async #call(asked: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#setting.askAll(asked.map(({ question }) => question))
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index])
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}
