import { DEFAULT_POLICY, type PricingPolicy } from '../../engine/pricing/policy.ts'
import type { ScenarioFile } from '../file/schema.ts'
import { durationOf } from './problem.ts'

type Fields = Readonly<Record<string, unknown>>

/** A policy with what the file says about it, the default one if none is given. A policy's `…Ms` is written as `…` with a unit. */
export function resolvePolicy(file: NonNullable<ScenarioFile['policy']>, policy: PricingPolicy = DEFAULT_POLICY): PricingPolicy {
  return overlay({ ...policy }, file) as unknown as PricingPolicy
}

function overlay(defaults: Fields, file: Fields): Fields {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, written(name, value, file)]))
}

function written(name: string, value: unknown, file: Fields): unknown {
  if (name.endsWith('Ms')) {
    const text = file[name.slice(0, -2)]
    return text === undefined ? value : durationOf(text as string)
  }
  if (typeof value === 'object' && value !== null) return overlay(value as Fields, (file[name] ?? {}) as Fields)
  return file[name] ?? value
}
