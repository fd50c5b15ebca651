/** ISO 4217: currencies whose minor unit is not a hundredth. */
const WITHOUT_MINOR_UNIT = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const WITH_THOUSANDTHS = 'BHD IQD JOD KWD LYD OMR TND'
/** Units of account with four decimals; no shop has prices in them. */
const WITH_FOUR = ['CLF', 'UYW']

const EXPONENTS = new Map<string, number>()
for (const code of Intl.supportedValuesOf('currency')) if (!WITH_FOUR.includes(code)) EXPONENTS.set(code, 2)
for (const code of WITHOUT_MINOR_UNIT.split(' ')) EXPONENTS.set(code, 0)
for (const code of WITH_THOUSANDTHS.split(' ')) EXPONENTS.set(code, 3)

export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()]

/** Digits of the minor unit (0, 2 or 3), or undefined for what is no currency. */
export function minorDigits(currency: string): number | undefined {
  return EXPONENTS.get(currency)
}
