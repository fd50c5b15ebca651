import * as yaml from 'yaml'
import { nearestWord } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'

const REFERENCE = /\$\{(\w+)\}/g

/** Puts the environment's values in place of `${NAME}`. A plain `${NAME}` alone may become a number, true or false. */
export function expandVariables(
  document: yaml.Document,
  environment: Readonly<Record<string, string | undefined>>,
  placeOf: (node: yaml.Scalar) => string,
): void {
  yaml.visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return
      const expanded = node.value.replaceAll(REFERENCE, (_reference, name: string) => environment[name] ?? refuse(name, environment, placeOf(node)))
      node.value = node.type === 'PLAIN' && /^\$\{\w+\}$/.test(node.value) ? typed(expanded) : expanded
    },
  })
}

function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) ? Number(text) : text
}

function refuse(name: string, environment: Readonly<Record<string, string | undefined>>, place: string): never {
  const near = nearestWord(name, Object.keys(environment))
  throw new UserError({
    code: 'variable_unset',
    message: `the environment variable ${name} is not set`,
    place,
    value: `\${${name}}`,
    rule: 'every ${NAME} names a variable that is set',
    fix: near ? `did you mean "${near}"?` : `set ${name}, or write the value itself`,
    exitCode: 104,
  })
}
