// Tests drive the CLI as users run it, from dist/. After `npm ci` that is fresh; after an edit it is built here, once.
import { execFileSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['package.json', 'tsconfig*.json', 'scripts/build.mjs', 'src/**/*.{ts,js,css}']

export function setup() {
  if (isStale()) execFileSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: 'inherit' })
}

function isStale() {
  const builtAt = statSync(`${root}oclif.manifest.json`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return globSync(SOURCES, { cwd: root }).some((file) => statSync(root + file).mtimeMs > builtAt)
}
