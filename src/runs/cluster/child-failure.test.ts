import { describe, expect, it } from 'vitest'
import { errorDocument } from '../../reports/formats/json.ts'
import { UserError } from '../user-error.ts'
import { childFailure } from './child-failure.ts'

const MISTAKE = { code: 'kafka_right_missing', message: 'Kafka refuses', place: '--kafka-user', rule: 'Read on the groups', fix: 'grant it', exitCode: 106 } as const

describe('a worker or generator that ended badly', () => {
  it('given a mistake that the user can mend, then the run is told of the same', () => {
    const said = JSON.stringify(errorDocument(new UserError(MISTAKE)), null, 2)
    expect(childFailure('worker', 106, said)).toMatchObject({ mistake: { ...MISTAKE, message: 'promo worker: Kafka refuses' } })
  })

  it('given an error of our own, or nothing that can be read, then that is an error of our own here, too', () => {
    const said = JSON.stringify(errorDocument(new Error('a bug')))
    for (const failure of [childFailure('worker', 107, said), childFailure('worker', 106, 'torn {')]) expect(failure).not.toBeInstanceOf(UserError)
    expect(childFailure('worker', 107, said).message).toContain('a bug')
  })
})
