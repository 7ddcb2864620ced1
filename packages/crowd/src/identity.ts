import type { Person } from './person.ts';
import type { Identity } from './scene.ts';

/** Somebody with an address of their own, of a network that is nobody's (RFC 2544). */
export function visitorFromAfar({ index }: Person): Identity {
  const address = `198.18.${(index >> 8) & 255}.${index & 255}`;
  return { email: `p${index}@example.com`, address };
}
