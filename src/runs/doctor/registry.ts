import { cores } from './checks/cores.ts'
import { disk } from './checks/disk.ts'
import { load } from './checks/load.ts'
import { memory } from './checks/memory.ts'
import { nodeVersion } from './checks/node-version.ts'
import { timers } from './checks/timers.ts'
import { homeWritable, tempWritable } from './checks/writable.ts'
import type { DoctorCheck } from './doctor-check.ts'

/** What every target needs of a machine. */
const MACHINE: Readonly<Record<string, DoctorCheck>> = {
  node: nodeVersion,
  cores,
  memory,
  disk,
  home: homeWritable,
  temp: tempWritable,
  timers,
  load,
}

/** By target, in the order in which they are told. A target's own checks stand behind those of the machine. */
export const DOCTOR_CHECKS: Readonly<Record<string, Readonly<Record<string, DoctorCheck>>>> = {
  embedded: MACHINE,
}
