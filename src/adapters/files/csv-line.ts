/** What a spreadsheet would run instead of show. */
const LIVE = /^[=+\-@\t\r]/

export const isLiveFormula = (cell: string): boolean => LIVE.test(cell)

/**
 * One line of a CSV file with its newline. Text that a spreadsheet would take for a formula gets an apostrophe in
 * front; numbers are safe as they are.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const inert = isLiveFormula(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
