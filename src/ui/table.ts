/** Rows in columns as wide as their widest cell; a column is right-aligned where its name starts with a space. */
export function tableLines(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map((name, column) => Math.max(name.trim().length, ...rows.map((row) => row[column].length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (columns[column].startsWith(' ') ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ').trimEnd()
  return [line(columns.map((name) => name.trim())), ...rows.map(line)]
}
