import { text } from './flags.ts'

/** `--at`: what it names is known where the run is. */
export const momentFlag = text('moment', '@-10s')
