import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { type Mistake, UserError } from '../../engine/kernel/user-error.ts'
import { readCatalog } from './catalog-csv.ts'
import { TEXT_LIMITS } from './text-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'promo-catalog-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileWith(content: string | Uint8Array): string {
  const file = join(folder, `${files++}.csv`)
  writeFileSync(file, content)
  return file
}

const HEADER = 'sku,name,category,brand,vendor,currency,base_price,cost,logistics,tax_mode,tax_value,map'
const ROW = 'SKU-1,Blue Kettle,appliances,Acme,Acme Trading,INR,799.00,473.01,20.00,inclusive,18.00,699.00'
const FINE_ROW = 'SKU-0,Red Kettle,appliances,Acme,Acme Trading,INR,799.00,473.01,,,,'

/** The good row with one cell replaced. */
function rowWith(column: string, value: string): string {
  const place = HEADER.split(',').indexOf(column)
  return ROW.split(',').with(place, value).join(',')
}

async function mistakeIn(content: string | Uint8Array, options = {}): Promise<Mistake & { file: string }> {
  const file = fileWith(content)
  const error = await readCatalog(file, options).then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw error
  return { ...error.mistake, file }
}

const place = (mistake: Mistake & { file: string }) => mistake.place?.replace(mistake.file, '')

describe('a good catalogue', () => {
  it('is read cell by cell', async () => {
    expect(await readCatalog(fileWith(`${HEADER}\n${ROW}\n`))).toEqual([
      {
        sku: 'SKU-1',
        name: 'Blue Kettle',
        category: 'appliances',
        brand: 'Acme',
        vendor: 'Acme Trading',
        currency: 'INR',
        baseMinor: 79900,
        costMinor: 47301,
        logisticsMinor: 2000,
        tax: { mode: 'inclusive', rateBps: 1800 },
        mapMinor: 69900,
      },
    ])
  })

  it('may leave out logistics, tax and map, and put its columns in any order', async () => {
    const [sku] = await readCatalog(fileWith('cost,sku,name,category,brand,vendor,currency,base_price\n60,A,N,C,B,V,JPY,100\n'))
    expect(sku).toMatchObject({ sku: 'A', baseMinor: 100, costMinor: 60, logisticsMinor: 0, tax: { mode: 'excluded' } })
    expect(sku).not.toHaveProperty('mapMinor')
  })

  it.each([
    ['CRLF line ends', `${HEADER}\r\n${ROW}\r\n`],
    ['a byte order mark', `\ufeff${HEADER}\n${ROW}\n`],
    ['no newline at the end', `${HEADER}\n${ROW}`],
    ['empty lines', `${HEADER}\n\n${ROW}\n\n\n`],
    ['quotes around everything', [HEADER, ROW].map((line) => line.replaceAll(/[^,]+/g, '"$&"')).join('\n')],
  ])('may have %s', async (_case, content) => {
    expect(await readCatalog(fileWith(content))).toHaveLength(1)
  })

  it('keeps SKUs as text: 00123 is not 123', async () => {
    const [sku] = await readCatalog(fileWith(`${HEADER}\n${rowWith('sku', '00123')}\n`))
    expect(sku.sku).toBe('00123')
  })

  it('keeps a comma and a quote in a quoted name', async () => {
    const [sku] = await readCatalog(fileWith(`${HEADER}\n${rowWith('name', '"Pipe, 2"" wide"')}\n`))
    expect(sku.name).toBe('Pipe, 2" wide')
  })

  it('is read from gzip too, whatever it is called', async () => {
    expect(await readCatalog(fileWith(gzipSync(`${HEADER}\n${ROW}\n`)))).toHaveLength(1)
  })

  it('is read only as far as it is asked for', async () => {
    const content = `${HEADER}\n${rowWith('sku', 'A')}\n${rowWith('sku', 'B')}\n${rowWith('cost', 'bad')}\n`
    expect(await readCatalog(fileWith(content), { skusMax: 2 })).toHaveLength(2)
  })

  it.each([
    ['flat', '5.50', { mode: 'flat', amountMinor: 550 }],
    ['inclusive', '5', { mode: 'inclusive', rateBps: 500 }],
    ['excluded', '', { mode: 'excluded' }],
  ])('knows the tax mode %s', async (mode, value, tax) => {
    const row = ROW.replace('inclusive,18.00', `${mode},${value}`)
    expect((await readCatalog(fileWith(`${HEADER}\n${row}\n`)))[0].tax).toEqual(tax)
  })
})

describe('the header', () => {
  it.each([
    ['an empty file', '', 'no_skus', ''],
    ['a header only', `${HEADER}\n`, 'no_skus', ''],
    ['a missing header', `${ROW}\n`, 'unknown_column', ':1:1'],
    ['a missing column', `${HEADER.replace(',cost', '')}\n${ROW}\n`, 'missing_column', ':1:1'],
    ['a duplicate column', `${HEADER},sku\n${ROW},x\n`, 'duplicate_column', `:1:${HEADER.length + 2}`],
    ['a misspelt column', `${HEADER.replace('vendor', 'vender')}\n${ROW}\n`, 'unknown_column', ':1:25'],
  ])('refuses %s', async (_case, content, code, where) => {
    const mistake = await mistakeIn(content)
    expect(mistake).toMatchObject({ code, exitCode: 104, fix: expect.stringMatching(/\w/), rule: expect.stringMatching(/\w/) })
    expect(place(mistake)).toBe(where)
  })

  it('suggests the column that was meant', async () => {
    expect((await mistakeIn(`${HEADER.replace('vendor', 'vender')}\n`)).fix).toBe('did you mean "vendor"?')
  })

  it('recognises semicolons', async () => {
    expect((await mistakeIn(`${HEADER}\n`.replaceAll(',', ';'))).fix).toBe('separate the columns by commas')
  })
})

describe('a line', () => {
  it.each([
    ['with a cell too many', `${ROW},extra`, 'ragged_row', 1],
    ['with a comma for the decimals', rowWith('cost', '1.234,56'), 'ragged_row', 1],
    ['with a cell missing', ROW.slice(0, ROW.lastIndexOf(',')), 'ragged_row', 1],
    ['with NUL', rowWith('name', 'Blue\u0000Kettle'), 'control_character', 7],
    ['with a newline in a quoted name', rowWith('name', '"Blue\nKettle"'), 'control_character', 7],
    ['with a live formula', rowWith('name', '"=HYPERLINK(""http://x"")"'), 'live_formula', 7],
    ['with a live formula as SKU', rowWith('sku', '=1+1'), 'live_formula', 1],
    ['without a SKU', rowWith('sku', ''), 'bad_sku', 1],
    ['with a look-alike SKU', rowWith('sku', 'SKU-\u0410'), 'bad_sku', 1],
    ['without a name', rowWith('name', ''), 'bad_length', 7],
    ['with spaces around a name', rowWith('name', ' Kettle'), 'outer_space', 7],
    ['in an unknown currency', rowWith('currency', 'INX'), 'unknown_currency', 48],
    ['with an unknown tax mode', rowWith('tax_mode', 'inclusiv'), 'unknown_tax_mode', 72],
    ['with a tax over 100 %', rowWith('tax_value', '101'), 'bad_percentage', 82],
    ['with a tax that is excluded', rowWith('tax_mode', 'excluded'), 'tax_not_meant', 81],
    ['with a map above its price', rowWith('map', '800.00'), 'above_base', 88],
  ])('%s is refused, with the lines before it counted', async (_case, row, code, column) => {
    const mistake = await mistakeIn(`${HEADER}\n${FINE_ROW}\n${row}\n`)
    expect(mistake).toMatchObject({ code, exitCode: 104, message: expect.stringContaining('(1 SKU before it is fine)') })
    expect(place(mistake)).toBe(`:3:${column}`)
    expect(mistake.rule && mistake.fix && mistake.value !== undefined).toBeTruthy()
  })

  it('may not repeat a SKU: it would have two costs', async () => {
    const mistake = await mistakeIn(`${HEADER}\n${ROW}\n${rowWith('cost', '480.00')}\n`)
    expect(mistake).toMatchObject({ code: 'duplicate_sku', message: expect.stringContaining('SKU-1 already stands in line 2') })
  })

  it('is found again after lines that are empty and end in CRLF', async () => {
    const mistake = await mistakeIn(`${HEADER}\r\n\r\n${FINE_ROW}\r\n\r\n${rowWith('name', '"Blue\r\nKettle"')}\r\n`)
    expect(place(mistake)).toBe(':5:7')
  })

  it.each([
    ['opened and never closed', `"Blue Kettle,x`, 'quote_open'],
    ['closed in the middle', `"Blue" Kettle`, 'quote_misplaced'],
    ['opened in the middle', `Blue "Kettle`, 'quote_misplaced'],
  ])('may not have a quote %s', async (_case, name, code) => {
    const mistake = await mistakeIn(`${HEADER}\n${FINE_ROW}\n${rowWith('name', name)}\n${FINE_ROW.repeat(3)}\n`)
    expect(mistake.code).toBe(code)
    expect(place(mistake)).toBe(':3:1')
  })
})

describe('an amount', () => {
  it.each([
    ['"1.234,56"', 'write a point for decimals and nothing between thousands, as in 1234.00'],
    ['"1,234.00"', 'write nothing between thousands, as in 1234.00'],
    ['€5', 'write the number alone, as in 1234.00; the currency has a column of its own'],
    ['1e3', 'write the digits out, as in 1234.00'],
    ['-5.00', 'amounts are not negative'],
    ['0.00', 'write what it is worth'],
    ['NaN', 'write an amount, as in 1234.00'],
    ['', 'write an amount, as in 1234.00'],
    [' 5.00', 'write an amount, as in 1234.00'],
    ['5.1234567890', 'write at most 2 decimals'],
    ['5.125', 'write at most 2 decimals'],
    ['90071992547409.93', 'write at most 90071992547409.91, without leading zeros'],
    ['007.00', 'write at most 90071992547409.91, without leading zeros'],
    ['0x10', 'write the number alone, as in 1234.00; the currency has a column of its own'],
  ])('cannot be %s: %s', async (value, fix) => {
    const mistake = await mistakeIn(`${HEADER}\n${rowWith('cost', value)}\n`)
    expect(mistake).toMatchObject({ fix, exitCode: 104 })
    expect(place(mistake)).toBe(':2:59')
  })

  it('is exact where floating point is not', async () => {
    const [sku] = await readCatalog(fileWith(`${HEADER}\n${rowWith('base_price', '90071992547409.91')}\n`))
    expect(sku.baseMinor).toBe(Number.MAX_SAFE_INTEGER)
  })

  it.each([
    ['JPY', '799', 799],
    ['KWD', '1.234', 1234],
    ['USD', '7.5', 750],
  ])('has the minor unit of %s', async (currency, price, baseMinor) => {
    const row = `A,N,C,B,V,${currency},${price},${price},,,,`
    expect((await readCatalog(fileWith(`${HEADER}\n${row}\n`)))[0].baseMinor).toBe(baseMinor)
  })

  it('has no decimals in a currency without them', async () => {
    expect((await mistakeIn(`${HEADER}\nA,N,C,B,V,JPY,799.00,1,,,,\n`)).code).toBe('bad_amount')
  })
})

describe('bytes', () => {
  it('that are not UTF-8 are refused with their line', async () => {
    const mistake = await mistakeIn(Buffer.concat([Buffer.from(`${HEADER}\n${FINE_ROW}\nSKU-1,Caf`), Buffer.from([0xe9]), Buffer.from(',x\n')]))
    expect(mistake.code).toBe('invalid_utf8')
    expect(place(mistake)).toBe(':3:1')
  })

  it('that end inside a letter are refused', async () => {
    expect((await mistakeIn(Buffer.concat([Buffer.from(`${HEADER}\n${ROW}`), Buffer.from([0xe2, 0x82])]))).code).toBe('invalid_utf8')
  })

  it('of UTF-16 are refused', async () => {
    expect((await mistakeIn(Buffer.from(`\ufeff${HEADER}\n${ROW}\n`, 'utf16le'))).code).toBe('invalid_utf8')
  })

  it('may cut a letter between two reads', async () => {
    const name = 'é'.repeat(100)
    const rows = Array.from({ length: 3000 }, (_, index) => `S${index},${name},C,B,V,INR,10,5,,,,`)
    expect(await readCatalog(fileWith(`${HEADER}\n${rows.join('\n')}\n`))).toHaveLength(3000)
  })
})

describe('size', () => {
  it('of one line is bounded: a gigabyte is refused before it is read', async () => {
    const file = fileWith(`${HEADER}\nSKU-1,`)
    const letters = 'a'.repeat(1_000_000)
    appendFileSync(file, letters)
    truncateSync(file, 2 ** 30)
    const before = process.memoryUsage().rss
    const startedAt = performance.now()
    await expect(readCatalog(file)).rejects.toMatchObject({ mistake: { code: 'record_too_long', exitCode: 104 } })
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })

  it('of a gzip bomb is bounded', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => rowWith('sku', `S${index}`).replace('Blue Kettle', 'a'.repeat(200)))
    const mistake = await mistakeIn(gzipSync([HEADER, ...rows].join('\n')), { limits: { ...TEXT_LIMITS, ratioFromBytes: 1_000_000, ratioMax: 10 } })
    expect(mistake.code).toBe('gzip_bomb')
  })

  it('of a void is bounded', async () => {
    expect((await mistakeIn(`${HEADER}\n${'\n'.repeat(20_000)}${ROW}`)).code).toBe('empty_lines')
  })

  it('of a whole file is bounded', async () => {
    expect((await mistakeIn(`${HEADER}\n${ROW}\n`, { limits: { ...TEXT_LIMITS, bytesMax: 50 } })).code).toBe('too_large')
  })

  it('of a truncated gzip file is noticed', async () => {
    expect((await mistakeIn(gzipSync(`${HEADER}\n${ROW}\n`).subarray(0, -12))).code).toBe('gzip_truncated')
  })

  it('a damaged gzip file is named as such', async () => {
    const packed = gzipSync(`${HEADER}\n${ROW}\n`)
    packed[20] ^= 0xff
    expect((await mistakeIn(packed)).code).toMatch(/gzip_(damaged|truncated)/)
  })
})

describe('a file', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => rowWith('sku', `S${index}`))
  const large = `${HEADER}\n${rows.join('\n')}\n`

  /**
   * Enough lines for several reads, and `disturb` again and again until they are done: nobody knows when the first one
   * begins, and two changes within one tick of the file system's clock look like one.
   */
  async function disturbed(disturb: (file: string) => void): Promise<unknown> {
    const file = fileWith(large)
    const reading = readCatalog(file).catch((error: unknown) => error)
    const timer = setInterval(() => disturb(file), 5)
    return reading.finally(() => clearInterval(timer))
  }

  it('that is replaced while it is read is refused', async () => {
    expect(await disturbed((file) => renameSync(fileWith(large), file))).toMatchObject({ mistake: { code: 'file_changed' } })
  })

  it('that is written to while it is read is refused', async () => {
    expect(await disturbed((file) => writeFileSync(file, 'sku', { flag: 'r+' }))).toMatchObject({ mistake: { code: 'file_changed' } })
  })

  it('that is not there, or is a folder, is refused', async () => {
    await expect(readCatalog(join(folder, 'none.csv'))).rejects.toMatchObject({ mistake: { code: 'unreadable', exitCode: 104 } })
    await expect(readCatalog(folder)).rejects.toMatchObject({ mistake: { code: 'not_a_file', exitCode: 104 } })
  })
})

/**
 * Of the CSV section of what users get wrong, a catalogue has no use for the cases about dates (a DST gap, no zone, the
 * future, the same SKU and time with two costs): it has no dates. Two lines for one SKU stand in for the last of them.
 */
