import { printable } from '../../reports/formats/texts.ts'
import type { CauseChain, Link } from './cause-chain.ts'

/** The chain for a person; nothing where no record names another. */
export function chainLines({ links, related }: CauseChain): readonly string[] {
  const causes = links.slice(links.findIndex(({ what }) => what === 'event' || what === 'tick'))
  if (causes.length < 2 && related.length === 0) return []
  const lines = ['', '  CAUSED BY  from the record that was decided back to the first cause', ...causes.map((link, depth) => `    ${'  '.repeat(depth)}${depth === 0 ? '' : '↳ '}${linkText(link)}`)]
  const others = related.map((link) => `    ${linkText(link)}`)
  return [...lines, ...(others.length === 0 ? [] : ['', '  OF THE SAME UNDERTAKING  records with the same correlation id', ...others])].map(printable)
}

function linkText({ what, id, topic, type, partition, offset }: Link): string {
  if (what === 'missing') return `${id}, which is not in this recording`
  return what === 'event' ? `${id}: ${type} in ${topic}/${partition}:${offset}` : `a tick (${id})`
}
