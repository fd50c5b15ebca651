/** Ways in which a broker asks for a password. All but the first keep it to themselves. */
export const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
export type Mechanism = (typeof MECHANISMS)[number]
