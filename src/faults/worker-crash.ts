/** A worker is to end as it stands, in the middle of a batch: nobody mends this, and another worker begins in its place. */
export class WorkerCrash extends Error {
  constructor(reason: string) {
    super(`the worker crashed: ${reason}`)
    this.name = 'WorkerCrash'
  }
}
