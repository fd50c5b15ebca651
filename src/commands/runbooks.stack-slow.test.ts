import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postgresUrl } from '../runs/stack/health.ts'
import { testBrokers } from '../testing/kafka-world.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import { testServer } from '../testing/real-servers.ts'
import { runPage } from '../testing/run-page.ts'

const SERVERS = { PROMO_BROKERS: testBrokers().join(','), PROMO_REDIS: `redis://${testServer('redis')}`, PROMO_POSTGRES: postgresUrl(testServer('postgres')) }
/** What a reader would see at the end of each page. */
const PAGES: Readonly<Record<string, RegExp>> = {
  'poison-record.md': /0:212 +unknown_sku +typo +sent again +mended/,
  'rebuild-a-view.md': /written: 40 prices of/,
  'consumer-group-offsets.md': /group billing in group-.*sales_events/,
  'reproduce-an-incident.md': /as recorded: \d+ decision lines are the same/,
}

/** Topics are named anew, and are made on servers that are not the stack’s own. */
const adapterOf = (name = randomUUID()) => (script: string): string => script.replaceAll(/\b(view|group|prod)\./g, `$1-${name}.`).replaceAll('--target kafka', '--target kafka --create-topics')

describe('a runbook', () => {
  let cwd = ''
  beforeEach(() => (cwd = emptyFolder()))
  afterEach(() => rmSync(cwd, { recursive: true }))

  it.each(Object.entries(PAGES))('given %s, then every command of it works', async (page, says) => {
    const { exitCode, output } = await runPage(`docs/runbooks/${page}`, { cwd, env: SERVERS, adapt: adapterOf() })
    expect(exitCode, output.slice(-4000)).toBe(0)
    expect(output).toMatch(says)
  })

  it('is run by a test, whichever there is', () => {
    expect(Object.keys(PAGES).sort()).toEqual(readdirSync('docs/runbooks').sort())
  })
})
