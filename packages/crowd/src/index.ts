export { type Answer, DoorClient, type Tally } from './door-client.ts';
export { arrivals, type Arrivals, SHARES } from './arrivals.ts';
export { type Kind, KINDS, type Person, type PlacedOrder } from './person.ts';
export { play } from './play.ts';
export { type Random, seededRandom } from './random.ts';
export type { Scene } from './scene.ts';
