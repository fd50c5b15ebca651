import { Toxiproxy } from 'toxiproxy-node-client'

/** What Toxiproxy says of itself: its version, and the names of the proxies that let traffic through. */
export async function askToxiproxy(address: string): Promise<{ readonly version: string; readonly proxies: readonly string[] }> {
  const toxiproxy = new Toxiproxy(`http://${address}`)
  const [version, proxies] = await Promise.all([toxiproxy.getVersion(), toxiproxy.getAll()])
  return { version: readVersion(version), proxies: Object.values(proxies).filter(({ enabled }) => enabled).map(({ name }) => name) }
}

/** Newer servers answer in JSON, older ones in plain text. */
function readVersion(said: string): string {
  return /"version"\s*:\s*"([^"]*)"/.exec(said)?.[1] ?? said.trim()
}
