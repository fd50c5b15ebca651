import { doctorTargets, type Diagnosis, type DoctorReport } from '../runs/doctor/doctor.ts'
import { BaseCommand } from './base/base-command.ts'
import { choice } from './base/flags.ts'

export default class Doctor extends BaseCommand {
  static override summary = 'Say what is missing on this machine'
  static override description = 'Ends with 0 where a run will work, with 106 where something that it needs is missing. A warning (!) explains what a run will show: late sends, an unknown verdict. For --target kafka it looks for what promo stack up needs; on servers of your own nothing of that is needed.'
  static override flags = { target: choice(doctorTargets)({ description: 'what runs are meant for', default: doctorTargets[0] }) }
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --target kafka', '<%= config.bin %> doctor --json']

  async run(): Promise<DoctorReport> {
    const { flags } = await this.parse(Doctor)
    const { examine } = await import('../runs/doctor/doctor.ts')
    const report = await examine(flags.target)
    process.exitCode = report.exitCode
    return this.answer(report, reportLines(report))
  }
}

const MARKS: Readonly<Record<Diagnosis['status'], string>> = { pass: '✓', warn: '!', fail: '✗' }

function reportLines({ target, checks, exitCode }: DoctorReport): readonly string[] {
  const width = Math.max(...checks.map(({ summary }) => summary.length))
  const lines = checks.flatMap(({ status, summary, found, rule, fix }) => [
    `${MARKS[status]} ${summary.padEnd(width)}  ${found}`,
    ...(status === 'pass' ? [] : [`    rule  ${rule}`, `    fix   ${fix}`]),
  ])
  const conclusion = exitCode === 0 ? `This machine can run --target ${target}.` : `This machine cannot run --target ${target} yet.`
  return [...lines, '', conclusion]
}
