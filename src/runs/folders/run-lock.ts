import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../engine/kernel/user-error.ts'

const fileOf = (runDir: string): string => join(runDir, 'running.pid')

/** Says that this process writes the run's log. */
export function lockRun(runDir: string): void {
  writeFileSync(fileOf(runDir), String(process.pid))
}

export function unlockRun(runDir: string): void {
  rmSync(fileOf(runDir), { force: true })
}

/** Two writers would damage the log: throws where the process that began the run is still alive. */
export function refuseRunning(runDir: string): void {
  const pid = writerOf(runDir)
  if (pid === undefined || pid === process.pid || !isAlive(pid)) return
  throw new UserError({
    code: 'run_running',
    message: `process ${pid} is still writing this run`,
    place: runDir,
    value: `running.pid says ${pid}`,
    rule: 'a run is resumed, or its record read back, when the process that wrote it has ended',
    fix: 'wait until it is done, or stop it with Ctrl-C',
    exitCode: 104,
  })
}

function writerOf(runDir: string): number | undefined {
  try {
    return Number(readFileSync(fileOf(runDir), 'utf8'))
  } catch {
    return undefined
  }
}

/** Signal 0 asks and does nothing. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
