/** A step broke off: the bolt's memory may be half changed, and its partition's instance starts again from the log. */
export class StepFailed extends Error {}
