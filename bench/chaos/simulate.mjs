// Runs of promo for the figures of chaos, and what their documents say.
import { spawn } from 'node:child_process'
import { BIN } from '../stack/own-stack.mjs'

/** A process of promo; `ended` resolves with its exit code and the document on its stdout, if there is one. */
export function begin(args, env) {
  const child = spawn(process.execPath, [BIN, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, complaints] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints = (complaints + text).slice(-2000)))
  const ended = new Promise((resolve) => child.on('close', (exitCode) => resolve({ exitCode, document: said === '' ? null : JSON.parse(said), complaints })))
  return { child, ended }
}

export const run = (args, env) => begin(args, env).ended

/** What broke, by the invariants; what could not be judged is no violation, and told apart. */
export function judged({ document, exitCode, complaints }) {
  if (!document?.invariants) return { exitCode, error: document?.error?.message ?? complaints, violations: null }
  const { invariants, faults } = document
  const named = (status) => invariants.filter((each) => each.status === status).map(({ name }) => name)
  const struck = faults.filter(({ startedAtMs }) => startedAtMs !== null).length
  const violations = invariants.reduce((sum, { violations: count }) => sum + count, 0)
  return { exitCode, faults: faults.length, struck, violations, failed: named('fail'), unknown: named('unknown') }
}
