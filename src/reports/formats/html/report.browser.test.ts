import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { promo } from '../../../testing/promo-cli.ts'
import { longRun } from '../../testing/long-run.ts'
import { renderReport } from './render-report.ts'

const MEGABYTE = 1 << 20
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const HOSTILE = ['</script><script>window.taken = 1</script>', '<img src=x onerror="window.taken = 2">', '" onfocus="window.taken = 3" autofocus="', '<!--', "'-alert(1)-'"]

let browser: Browser
let folder: string
let long: string
let short: string

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  folder = mkdtempSync(join(tmpdir(), 'promo-report-'))
  long = join(folder, 'long.html')
  writeFileSync(long, renderReport(longRun((index) => HOSTILE[index % HOSTILE.length])))
  const out = join(folder, 'run')
  await promo(['simulate', 'flash-sale', '--duration', '3s', '--rate', '2k', '--skus', '200', '--stores', '3', '--out', out, '--no-ui', '--quiet'], { cwd: folder })
  short = join(out, 'report.html')
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Visit {
  readonly page: Page
  /** Everything that the page asked for, said on its console or threw. */
  readonly requests: string[]
  readonly complaints: string[]
}

async function visit(file: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'light', ...options })
  const [requests, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(pathToFileURL(file).href)
  return { page, requests, complaints }
}

/** Of each chart: how many of its pixels are not empty. */
const drawnPixels = (page: Page) =>
  page.locator('canvas').evaluateAll((all) =>
    (all as any[]).map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      let drawn = 0
      for (let at = 3; at < data.length; at += 4) if (data[at] > 0) drawn++
      return drawn
    }),
  )

describe.each([['a real short run', () => short], ['ten minutes, with hostile names', () => long]])('the report of %s', (_, file) => {
  it('asks nobody for anything and complains of nothing', async () => {
    const { page, requests, complaints } = await visit(file())
    await page.getByRole('button', { name: 'Dark theme' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    expect(requests).toEqual([pathToFileURL(file()).href])
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each([380, 1400])('draws every chart at a width of %i, and nothing sticks out', async (width) => {
    const { page } = await visit(file(), { viewport: { width, height: 900 } })
    const drawn = await drawnPixels(page)
    expect(drawn.length).toBe(4)
    expect(Math.min(...drawn)).toBeGreaterThan(2000)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)
    await page.close()
  })

  it('prints, on white whatever the theme', async () => {
    const { page } = await visit(file(), { colorScheme: 'dark' })
    await page.evaluate(`addEventListener('beforeprint', () => { window.paper = getComputedStyle(document.body).color })`)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.length).toBeGreaterThan(50_000)
    expect(await page.evaluate('window.paper')).toBe('rgb(27, 30, 34)')
    expect(await page.evaluate('getComputedStyle(document.body).color')).not.toBe('rgb(27, 30, 34)')
    await page.close()
  })
})

describe('ten minutes', () => {
  it('are at most 3 MB and there in 3 s', async () => {
    expect(statSync(long).size).toBeLessThan(3 * MEGABYTE)
    const began = performance.now()
    const { page } = await visit(long)
    await drawnPixels(page)
    expect(performance.now() - began).toBeLessThan(3000)
    await page.close()
  })

  it('given names that are code, then they are text', async () => {
    const { page } = await visit(long)
    expect(await page.evaluate('window.taken')).toBeUndefined()
    await expect.poll(() => page.locator('#cuts').innerText()).toContain(HOSTILE[1])
    expect(await page.locator('img').count()).toBe(0)
    await page.close()
  })
})

describe('the page', () => {
  it.each(['light', 'dark'] as const)('holds WCAG 2.2 AA in the %s theme', async (colorScheme) => {
    const { page } = await visit(short, { colorScheme, bypassCSP: true })
    for (const summary of await page.locator('details > summary').all()) await summary.click()
    await page.addScriptTag({ path: AXE })
    const found: any[] = await page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary) })))`)
    expect(found).toEqual([])
    await page.close()
  })

  it('given the theme button, then charts and page change, and the button says so', async () => {
    const { page } = await visit(long)
    const button = page.getByRole('button', { name: 'Dark theme' })
    const before = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    await button.press('Enter')
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).not.toBe(before)
    await page.close()
  })

  it('given Tab alone, then the way leads from the skip link to every control, and focus can be seen', async () => {
    const { page } = await visit(short)
    const met: string[] = []
    for (;;) {
      await page.keyboard.press('Tab')
      const [name, outline]: [string, string] = await page.evaluate(`(({ activeElement: at, body }) => (at === body ? ['', ''] : [at.id || at.dataset.chart || at.textContent.slice(0, 20), getComputedStyle(at).outlineStyle]))(document)`)
      if (name === '') break
      met.push(name)
      expect([name, outline]).not.toEqual([name, 'none'])
    }
    expect(met[0]).toBe('To the report')
    expect(met).toEqual(expect.arrayContaining(['theme', 'latency-data', 'rates-data', 'spectrum-data', 'margins-data', 'sku', 'Next', 'Data table of Decisi']))
    await page.close()
  })

  it('given the arrow keys on a chart, then the legend tells the figures', async () => {
    const { page } = await visit(long)
    await page.locator('[data-chart="latency-data"]').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('#latency output').first().innerText()).toMatch(/ms at 0:01$/)
    await page.close()
  })

  it('given a SKU that is typed, then its waterfall is shown and no other', async () => {
    const { page } = await visit(long)
    await page.getByLabel('SKU or name').fill('sku-00042')
    await page.keyboard.press('Enter')
    expect(await page.locator('#changes > article:visible code').first().innerText()).toBe('SKU-00042')
    expect(await page.locator('#changes > article:visible').count()).toBe(1)
    await page.getByLabel('SKU or name').fill('nothing like it')
    await page.keyboard.press('Enter')
    expect(await page.locator('#sku-shown').innerText()).toBe('not among the SKUs of this report')
    await page.close()
  })

  it('given no scripts, then every figure is in a table', async () => {
    const { page } = await visit(long, { javaScriptEnabled: false })
    expect(await page.locator('#latency details tbody tr').count()).toBe(600)
    await page.close()
  })
})
