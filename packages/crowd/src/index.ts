export { arrivals, type Arrivals, SHARES, type Shares } from './arrivals.ts';
export { Clock } from './clock.ts';
export { type Answer, type AnswerListener, ASKED_FOR, type AskedFor, Door } from './door.ts';
export { visitorFromAfar } from './identity.ts';
export { type Kind, KINDS, type Person, type PlacedOrder } from './person.ts';
export { play } from './play.ts';
export { type Random, seededRandom } from './random.ts';
export type { Identity, Scene } from './scene.ts';
