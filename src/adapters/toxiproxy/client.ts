import { Toxiproxy, ToxiproxyError, type ToxicDirection } from 'toxiproxy-node-client'
import type { Toxic } from '../../faults/kinds/fault-kind.ts'

/** A way through Toxiproxy, as it says itself. */
export interface KnownProxy {
  readonly name: string
  /** Host and port where clients come in. */
  readonly listen: string
  readonly enabled: boolean
}

/** A toxic with its place: what it takes to add it. */
export interface PlacedToxic extends Toxic {
  readonly name: string
  readonly stream: ToxicDirection
  /** The share of the connections that are hit. */
  readonly toxicity: number
}

const ANSWER_MS_MAX = 5000

const at = (address: string): Toxiproxy => new Toxiproxy(`http://${address}`)

/** What Toxiproxy says of itself: its version, and the names of the proxies that let traffic through. */
export async function askToxiproxy(address: string): Promise<{ readonly version: string; readonly proxies: readonly string[] }> {
  const [version, proxies] = await Promise.all([at(address).getVersion(), knownProxies(address)])
  return { version: readVersion(version), proxies: proxies.filter(({ enabled }) => enabled).map(({ name }) => name) }
}

export async function knownProxies(address: string): Promise<readonly KnownProxy[]> {
  return Object.values(await at(address).getAll()).map(({ name, listen, enabled }) => ({ name, listen, enabled }))
}

/** Adds a toxic to connections that are open and to those that come; rejects where the proxy is not there. */
export async function addToxic(address: string, proxy: string, toxic: PlacedToxic): Promise<void> {
  await answered(async () => {
    await (await at(address).get(proxy)).addToxic({ ...toxic, attributes: { ...toxic.attributes } })
  })
}

/** One that is gone already is no mistake: whoever undoes a fault may come second. */
export async function removeToxic(address: string, proxy: string, name: string): Promise<void> {
  await unlessGone(async () => (await (await at(address).get(proxy)).getToxic(name)).remove())
}

/** A proxy that is not enabled ends its connections and takes none. */
export async function enableProxy(address: string, proxy: string, enabled: boolean): Promise<void> {
  await unlessGone(async () => {
    const known = await at(address).get(proxy)
    await known.update({ enabled, listen: known.listen, upstream: known.upstream })
  })
}

/** Whether nobody answered at all; the client tells it in words only. */
export const isOutOfReach = (error: unknown): boolean => error instanceof ToxiproxyError && error.message === 'fetch failed'

/** Toxiproxy is there and gives no answer. */
export class Unresponsive extends Error {
  constructor() {
    super(`Toxiproxy gives no answer within ${ANSWER_MS_MAX / 1000} s`)
  }
}

/** The client waits for ever. */
function answered(work: () => Promise<void>): Promise<void> {
  const silence = new Promise<never>((_, reject) => setTimeout(() => reject(new Unresponsive()), ANSWER_MS_MAX).unref())
  return Promise.race([work(), silence])
}

/** The client tells what the server answered in words only. */
async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await answered(work)
  } catch (error) {
    if (!(error instanceof ToxiproxyError) || !error.message.endsWith('status code 404')) throw error
  }
}

/** Newer servers answer in JSON, older ones in plain text. */
function readVersion(said: string): string {
  return /"version"\s*:\s*"([^"]*)"/.exec(said)?.[1] ?? said.trim()
}
