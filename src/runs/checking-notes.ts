/** What is said while a run is judged. */
export const readingBackNote = (done: number, total: number): string => `reading the topics back: ${done} of ${total} partitions`
export const judgingNote = (done: number, total: number): string => `checking: ${done} of ${total} pieces`
export const checkingNote = (done: number, total: number): string => `checking, and executing the log again: ${done} of ${total} pieces`
