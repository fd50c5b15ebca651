import { freePorts, LOOPBACK } from '../../../../adapters/process/free-ports.ts'
import type { DoctorCheck } from '../../doctor-check.ts'

/** Of three brokers four each, of Redis and PostgreSQL two each, and Toxiproxy's own. */
const PORTS = 17

export const loopbackPorts: DoctorCheck = {
  summary: 'ports for the servers',
  rule: `${PORTS} free ports of ${LOOPBACK}`,
  isNeeded: true,
  async look() {
    try {
      const ports = await freePorts(PORTS)
      return { isGood: true, found: `${ports.length} are free` }
    } catch (error) {
      return { isGood: false, found: (error as Error).message, fix: `let programs listen on ${LOOPBACK}, or end those that hold its ports` }
    }
  },
}
