import type { ScenarioFile } from './file/schema.ts'

/** What a config file can say below every scenario, as a scenario file writes it. */
export type ConfiguredFields = Pick<ScenarioFile, 'seed' | 'duration' | 'catalog' | 'traffic'>

let configured: ConfiguredFields = {}

/** For the config file: every scenario, the environment and flags win over it. */
export function configureScenarios(fields: ConfiguredFields): void {
  configured = fields
}

export const configuredFields = (): ConfiguredFields => configured
