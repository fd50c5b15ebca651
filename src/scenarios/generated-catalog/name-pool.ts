import { faker } from '@faker-js/faker/locale/en'

/** Words to make names of; a few hundred do for a million products. The only user of faker, loaded when it is needed. */
export interface NamePool {
  readonly adjectives: readonly string[]
  readonly brands: readonly string[]
  readonly vendors: readonly string[]
}

export function openNamePool(seed: number): NamePool {
  faker.seed(seed)
  const different = (count: number, name: () => string) => faker.helpers.uniqueArray(name, count)
  return {
    adjectives: different(24, () => faker.commerce.productAdjective()),
    brands: different(160, () => faker.person.lastName()),
    vendors: different(60, () => faker.company.name()),
  }
}
