// What `npm test` leaves out, it names: nobody shall take its silence for a pass.
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const LEFT_OUT = [
  { files: 'src/**/*.stack.test.ts', why: 'they need real servers: npm run test:stack' },
  { files: 'src/**/*.stack-slow.test.ts', why: 'they need real servers and minutes: npm run test:stack:deep' },
  { files: 'src/**/*.browser.test.ts', why: 'they need a browser: npm run test:browser' },
  { files: 'src/**/*.slow.test.ts', why: 'they take minutes: npm run test:deep' },
]

export function teardown() {
  for (const { files, why } of LEFT_OUT) {
    const suites = globSync(files, { cwd: root }).sort()
    if (suites.length > 0) console.log(`left out, ${why}\n${suites.map((suite) => `  ${suite}`).join('\n')}`)
  }
}
