// node scripts/record-dashboard.mjs [out.svg]: docs/dashboard.svg from a real run. The frames are those that the dashboard
// draws, at the times at which it draws them; keys are pressed by the plan below, as a person would press them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { planScenario } from '../dist/runs/plan-scenario.js'
import { simulate } from '../dist/runs/simulate.js'
import { frame } from '../dist/ui/dashboard/frame.js'
import { press } from '../dist/ui/dashboard/keys.js'
import { moveOn, openState, saying } from '../dist/ui/dashboard/view-state.js'
import { animate } from './recording/animate.mjs'

const OUT = process.argv[2] ?? fileURLToPath(new URL('../docs/dashboard.svg', import.meta.url))
const SIZE = { columns: 80, rows: 24 }
const DURATION_MS = 30_000
const FRAME_EVERY_MS = 500
const END_SHOWN_MS = 9000
const BYTES_MAX = 500_000

/** At which millisecond of the run which key is pressed: a tour through the views, and a fault by hand. */
const KEYS = [
  [6_000, 'n'],
  [9_000, 'n'],
  [12_000, '1'],
  [18_000, 'f'],
  [19_000, '2'],
  [20_000, '7'],
]

const outDir = mkdtempSync(join(tmpdir(), 'promo-recording-'))
const frames = []
let state
let desk
let keysPressed = 0

function onProgress(progress) {
  state = state ? moveOn(state, progress) : openState(progress, desk.injectables)
  while (keysPressed < KEYS.length && progress.elapsedMs >= KEYS[keysPressed][0]) pressKey(KEYS[keysPressed++][1])
  const atMs = performance.now()
  if (frames.length === 0 || atMs - frames.at(-1).atMs >= FRAME_EVERY_MS - 50) frames.push({ atMs, rows: frame(state, SIZE) })
}

function pressKey(key) {
  const pressed = press(state, key)
  state = pressed.state
  if (pressed.effect?.kind === 'inject') state = saying(state, `injected: ${desk.inject(pressed.effect.choice)}`)
}

/** Sentences in lines as wide as the terminal. */
function wrapped(text) {
  const lines = ['']
  for (const word of text.split(' ')) {
    if (`${lines.at(-1)} ${word}`.length >= SIZE.columns) lines.push('')
    lines[lines.length - 1] += ` ${word}`
  }
  return lines
}

const plain = (text, style = 'plain') => [{ text, style }]

function endRows({ document, ending }) {
  const verdict = plain(` ${document.verdict === 'pass' ? '✓' : '✗'} verdict: ${document.verdict} (exit code ${document.exitCode})`, document.verdict === 'pass' ? 'good' : 'bad')
  const said = ending.flatMap((sentence) => wrapped(sentence).map((line) => plain(line)))
  return [plain(' $ npx promo simulate flash-sale', 'strong'), plain(''), verdict, plain(''), ...said].slice(0, SIZE.rows)
}

const scenario = await planScenario('flash-sale', { durationMs: DURATION_MS })
const options = { scenario, outDir, command: '', signal: new AbortController().signal, maxTimeMs: null, isDetailed: true, onProgress, onDesk: (given) => (desk = given) }
const result = await simulate(options)
rmSync(outDir, { recursive: true })

frames.push({ atMs: performance.now(), rows: endRows(result) })
const svg = animate(frames, SIZE, { lastShownMs: END_SHOWN_MS, title: 'promo simulate flash-sale: the live dashboard of a real run' })
if (svg.length > BYTES_MAX) throw new Error(`the recording has ${svg.length} bytes, more than ${BYTES_MAX}`)
writeFileSync(OUT, svg)
process.stderr.write(`${OUT}: ${frames.length} frames, ${Math.round(svg.length / 1024)} KB, verdict ${result.document.verdict}\n`)
// On a machine with other work the generator or the latency may miss its gate: that is no picture to show.
if (result.document.verdict !== 'pass') process.exitCode = 1
