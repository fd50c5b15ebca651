import type { PostgresLink, Statement } from './client.ts'

const FIND: Statement = { name: 'find-left-schema', text: "select to_regclass($1 || '.archive_offsets') is not null as there", answerMsMax: 5000 }

/** Whether the tables of a run are still there. */
export async function hasLeftSchema(link: PostgresLink, schema: string): Promise<boolean> {
  const [{ there }] = await link.run<{ there: boolean }>(FIND, [schema])
  return there
}

/** `schema` is made from a run's id, hence safe to stand in a statement. */
export async function dropLeftSchema(link: PostgresLink, schema: string): Promise<void> {
  await link.define(`drop schema ${schema} cascade`)
}
