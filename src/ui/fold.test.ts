import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it('breaks between words, and nowhere else', () => {
  expect(fold('Lost 0, doubled 0, under the floor 0', 20)).toEqual(['Lost 0, doubled 0,', 'under the floor 0'])
  expect(fold(`SHA-256: ${'a'.repeat(30)}.`, 20)).toEqual(['SHA-256:', `${'a'.repeat(30)}.`])
  expect(fold('its 30 % off became 25 %, because', 12)).toEqual(['its 30 % off', 'became 25 %,', 'because'])
  expect(fold('back after 41 ms; then', 13)).toEqual(['back after', '41 ms; then'])
  expect(fold('', 20)).toEqual([''])
})
