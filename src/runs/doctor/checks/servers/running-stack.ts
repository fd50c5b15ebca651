import { stackStatus } from '../../../stack/status.ts'
import type { DoctorCheck, Finding } from '../../doctor-check.ts'

export const runningStack: DoctorCheck = {
  summary: 'the stack',
  rule: 'where one runs, each of its servers answers',
  isNeeded: true,
  async look(): Promise<Finding> {
    const { servers } = await stackStatus()
    if (servers.length === 0) return { isGood: true, found: 'none runs yet: promo stack up starts it' }
    const down = servers.filter(({ health }) => health === 'down')
    const found = down.length === 0 ? `${servers.map(({ name }) => name).join(', ')} answer` : down.map(({ name, said }) => `${name}: ${said}`).join('; ')
    return { isGood: down.length === 0, found, fix: 'promo stack down, then promo stack up' }
  },
}
