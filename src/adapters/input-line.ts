import { ORDER_TOPIC, OUTPUT_TOPICS } from './output-topics.ts'

/** How a line of the pipeline's own begins. */
export const OUTPUT_PREFIX = new RegExp(`^\\{"topic":"(${[ORDER_TOPIC, ...OUTPUT_TOPICS].join('|')})"`)

/**
 * A message as a line of a log. A line break can only stand between the words of JSON: a space does as well. An input
 * that looks like one of our own lines gets a space in front: the same JSON, another first byte.
 */
export function toInputLine(message: string): string {
  const line = message.includes('\n') ? message.replaceAll('\n', ' ') : message
  return OUTPUT_PREFIX.test(line) ? ` ${line}` : line
}
