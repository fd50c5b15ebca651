// Builds dist/ without checking types (`npm run types` does), writes the command manifest that keeps
// start-up fast, and links the bin so that `npx promo` runs this checkout.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)
// What the HTML report takes along as it stands.
const COPIED = ['reports/formats/html/browser', 'reports/formats/html/styles']
const remove = (path) => rmSync(path, { recursive: true, force: true })

compile()
await writeManifest()
linkBin()

/** Beside dist/ first, then in its place: a promo that runs meanwhile never meets half a build. */
function compile() {
  const [next, old] = [at(`dist.next-${process.pid}`), at(`dist.old-${process.pid}`)]
  const options = ['-p', at('tsconfig.build.json'), '--noCheck', '--outDir', next]
  execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), ...options], { cwd: root, stdio: 'inherit' })
  for (const folder of COPIED) cpSync(at('src', folder), join(next, folder), { recursive: true })
  // Where two builds end at once, the later one finds the other's dist/ gone or there already; either is as good.
  attempt(() => renameSync(at('dist'), old))
  if (!attempt(() => renameSync(next, at('dist')))) remove(next)
  remove(old)
}

function attempt(work) {
  try {
    work()
    return true
  } catch {
    return false
  }
}

/** A stale manifest hides commands, so it is made anew from what was just built. */
async function writeManifest() {
  const { Plugin } = await import('@oclif/core')
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true })
  await plugin.load()
  writeFileSync(at('oclif.manifest.json'), JSON.stringify(plugin.manifest))
}

/** `npx promo` would otherwise install the checkout into npm's cache and build it there again. */
function linkBin() {
  const link = at('node_modules/.bin/promo')
  mkdirSync(at('node_modules/.bin'), { recursive: true })
  remove(link)
  symlinkSync('../../bin/run.js', link)
  chmodSync(at('bin/run.js'), 0o755)
}
