import * as yaml from 'yaml'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { Path } from '../resolve/problem.ts'
import { expandVariables } from './environment.ts'

/** Aliases that a file may resolve to: enough for people, too few for a bomb. */
const ALIASES_MAX = 100
const SHOWN_CHARACTERS = 60

/** A parsed YAML or JSON file that still knows where everything stood. */
export class ScenarioDocument {
  readonly file: string
  readonly value: unknown
  readonly #text: string
  readonly #lines: yaml.LineCounter
  readonly #document: yaml.Document.Parsed

  constructor(text: string, file: string, environment: Readonly<Record<string, string | undefined>>) {
    this.file = file
    this.#text = text
    this.#lines = new yaml.LineCounter()
    this.#document = this.#parse(text)
    this.#refuseLeadingZeros()
    expandVariables(this.#document, environment, (node) => this.#place(node.range?.[0] ?? 0))
    this.value = this.#toValue()
  }

  /** `file:line:column` of what stands at the path, or of the nearest thing around it. */
  placeOf(path: Path): string {
    return this.#place(this.#nodeAt(path)?.range?.[0] ?? 0)
  }

  /** `file:line:column` of a key of the object at the path. */
  placeOfKey(path: Path, key: string): string {
    const pair = pairOf(this.#nodeAt(path), key)
    return yaml.isNode(pair?.key) ? this.#place(pair.key.range?.[0] ?? 0) : this.placeOf(path)
  }

  has(path: Path): boolean {
    return this.#document.hasIn(path as Path & unknown[])
  }

  /** What the user wrote there, in the user's own letters. */
  sourceAt(path: Path): string | undefined {
    const range = this.has(path) ? this.#nodeAt(path)?.range : undefined
    if (!range) return undefined
    const [line] = this.#text.slice(range[0], range[1]).split('\n', 1)
    return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line
  }

  #parse(text: string): yaml.Document.Parsed {
    const document = yaml.parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, stringKeys: true, version: '1.2' })
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw syntaxError(problem, this.#place(problem.pos[0]))
    return document
  }

  #toValue(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: ALIASES_MAX })
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error
      const bomb = error.message.startsWith('Excessive')
      throw new UserError({
        code: bomb ? 'alias_bomb' : 'unknown_alias',
        message: bomb ? 'the aliases of this file multiply without end' : error.message.split('\n')[0],
        place: this.file,
        rule: bomb ? `at most ${ALIASES_MAX} aliases` : 'an alias names an anchor that stands before it',
        fix: 'write the values out',
        exitCode: 104,
      })
    }
  }

  /** YAML 1.2 reads 007 as 7; nobody who writes it means that. */
  #refuseLeadingZeros(): void {
    yaml.visit(this.#document, {
      Scalar: (_key, node) => {
        if (typeof node.value !== 'number' || !/^[-+]?0\d/.test(node.source ?? '')) return
        const rule = 'YAML drops the zeros in front of a number'
        const fix = `write '${node.source}' for text, ${node.value} for the number`
        const place = this.#place(node.range?.[0] ?? 0)
        throw new UserError({ code: 'leading_zeros', message: 'a number with leading zeros', place, value: node.source, rule, fix, exitCode: 104 })
      },
    })
  }

  /** The node at the path, or the last one on the way to it. */
  #nodeAt(path: Path): yaml.Node | null {
    let node: yaml.Node | null = this.#document.contents
    for (const step of path) {
      const next = childOf(node, step)
      if (!next) return node
      node = yaml.isAlias(next) ? (next.resolve(this.#document) ?? next) : next
    }
    return node
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset)
    return `${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
}

function pairOf(node: yaml.Node | null, key: string | number): yaml.Pair | undefined {
  return yaml.isMap(node) ? node.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === String(key)) : undefined
}

function childOf(node: yaml.Node | null, step: string | number): yaml.Node | undefined {
  const child = yaml.isSeq(node) ? node.items[Number(step)] : pairOf(node, step)?.value
  return yaml.isNode(child) ? child : undefined
}

/** What the parser's complaints mean to a user; all others are the syntax. */
const SYNTAX: Readonly<Record<string, { readonly code: string; readonly rule: string; readonly fix: string }>> = {
  DUPLICATE_KEY: { code: 'duplicate_key', rule: 'each key stands once', fix: 'remove one of the two' },
  RESOURCE_EXHAUSTION: { code: 'nested_too_deep', rule: 'a scenario is a few levels deep', fix: 'look for brackets that are never closed' },
}

function syntaxError({ code, message }: yaml.YAMLError, place: string): UserError {
  const known = SYNTAX[code] ?? { code: 'yaml_syntax', rule: 'YAML 1.2 or JSON', fix: 'mend the file here' }
  return new UserError({ ...known, message: message.split('\n')[0], place, exitCode: 104 })
}
