// Builds dist/ without checking types (`npm run types` does), writes the command manifest that keeps
// start-up fast, and links the bin so that `promo` works in npm scripts of this checkout.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)

rmSync(at('dist'), { recursive: true, force: true })
rmSync(at('oclif.manifest.json'), { force: true })
execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json'), '--noCheck'], {
  cwd: root,
  stdio: 'inherit',
})

const { Plugin } = await import('@oclif/core')
const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true })
await plugin.load()
writeFileSync(at('oclif.manifest.json'), JSON.stringify(plugin.manifest))

const link = at('node_modules/.bin/promo')
if (existsSync(at('node_modules'))) {
  mkdirSync(at('node_modules/.bin'), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync('../../bin/run.js', link)
  chmodSync(at('bin/run.js'), 0o755)
}
