/** Servers that `npm run test:stack` has started. A suite that needs one must not pass without it. */
const VARIABLES = { redis: 'PROMO_TEST_REDIS', postgres: 'PROMO_TEST_POSTGRES', toxiproxy: 'PROMO_TEST_TOXIPROXY' } as const

/** `host:port`. */
export function testServer(kind: keyof typeof VARIABLES): string {
  const address = process.env[VARIABLES[kind]]
  if (!address) throw new Error(`${VARIABLES[kind]} names no server: run npm run test:stack`)
  return address
}
