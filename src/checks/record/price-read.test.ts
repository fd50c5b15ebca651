import { describe, expect, it } from 'vitest'
import { partitionOf } from '../ledger/partition-of.ts'
import { readLine } from '../testing/judge.ts'
import { ownedBy, priceReads } from './price-read.ts'
import { RecordDamage } from './damage.ts'

const all = () => true
const skusIn = (text: string, owns: (sku: string) => boolean = all) => [...priceReads({ reader: '1', chunks: [Buffer.from(text)] }, owns)].map(({ sku }) => sku)

describe('given the log of a reader', () => {
  it('when every partition takes its own, then each read is judged exactly once', () => {
    const skus = Array.from({ length: 40 }, (_, n) => `SKU-${n}`)
    const log = skus.map((sku) => readLine({ sku })).join('')
    const taken = Array.from({ length: 8 }, (_, partition) => skusIn(log, ownedBy(partition, 8)))
    expect(taken.flat().sort()).toEqual([...skus].sort())
    for (const [partition, mine] of taken.entries()) for (const sku of mine) expect(partitionOf(sku, 8)).toBe(partition)
  })

  it('when a SKU is written with escapes, then it is found all the same', () => {
    expect(skusIn(readLine({ sku: 'a "quoted" ü' }), (sku) => sku === 'a "quoted" ü')).toEqual(['a "quoted" ü'])
  })

  it('when the last line is torn, then it is cut', () => {
    expect(skusIn(readLine() + readLine().slice(0, 40))).toEqual(['A'])
  })

  it.each(['now', 'version', 'validUntil', 'leaseUntil', 'publishedAt', 'store', 'source', 'priceMinor'] as const)('when a read lacks its %s, then it is no read', (field) => {
    expect(() => skusIn(readLine({ [field]: undefined }))).toThrow(RecordDamage)
  })

  it('when a line in the middle is broken, then the damage has its number', () => {
    expect(() => skusIn(`${readLine()}{"now":1,"sku":"A",\n${readLine()}`)).toThrow(RecordDamage)
    expect(() => skusIn(`${readLine()}{"now":1,"sku":"A",\n`)).toThrow(/reads\/1\.jsonl line 2/)
  })
})
