import { Unavailable } from '../engine/pricing/ports.ts'

/** The work's answer, or `Unavailable` where it takes longer. The work itself goes on. */
export async function answeredWithin<T>(timeMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable(what)), timeMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
