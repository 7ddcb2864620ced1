import { setTimeout as delay } from 'node:timers/promises';
import type { DoorClient } from './door-client.ts';
import type { Person, PlacedOrder } from './person.ts';
import type { Random } from './random.ts';

/** What people share: where they are, what they buy, and what goes around. */
export interface Scene {
  door: DoorClient;
  eventId: string;
  ticketId: string;
  random: Random;
  /** Ends everybody's waiting. */
  signal: AbortSignal;
  /** Admissions that somebody has copied, with nothing else. */
  copied: string[];
  /** How late people woke up, in ms. */
  lags: number[];
  /** `invoice` by default. */
  paymentMethod?: string;
  /** Pays an order that is held, at the bank; without it, people leave theirs unpaid. */
  pay?: (order: PlacedOrder, person: Person) => Promise<void>;
}

/** Waits until a moment of `performance`, and notes how late that was. */
export async function sleepUntil(atMs: number, scene: Scene): Promise<void> {
  // Without the signal: to forget one of 50,000 listeners takes longer than all else.
  await delay(Math.max(0, atMs - performance.now()));
  scene.lags.push(Math.max(0, performance.now() - atMs));
}

export async function sleep(ms: number, scene: Scene): Promise<void> {
  await sleepUntil(performance.now() + ms, scene);
}
