import type { Clock } from './clock.ts';
import type { Door } from './door.ts';
import type { PlacedOrder } from './person.ts';

const TRIES = 20;
const TRIES_AGAIN_MS = 1000;
/** Somebody types the number of a card. */
const TYPES_MS = [2000, 8000] as const;

export interface Payer {
  door: Pick<Door, 'ask'>;
  clock: Clock;
  /** Throws where nobody must pay: it hears the address of the page on which a buyer would. */
  mayPayAt?: (pageUrl: string) => void;
  /** Of choices, from 0 to 1. */
  chance: () => number;
  /** How many leave without paying. */
  abandons: number;
  /** How much faster than people everybody acts; 1 is as fast as they are. */
  hurry: number;
  /** Hears how long it took from asking for the bank's page until the bank has the money. */
  onPaid: (ms: number) => void;
}

/** Pays an order as its buyer does: to the bank's page, a while there, and the button. */
export async function payAtBank(payer: Payer, { id }: PlacedOrder): Promise<void> {
  const { door, clock, mayPayAt, chance, abandons, hurry, onPaid } = payer;
  if (chance() < abandons) return;
  const startMs = performance.now();
  const page = await insist(clock, async () => {
    const path = `/orders/${id}/payment`;
    return await door.ask<{ url: string }>({ for: 'payment', method: 'POST', path });
  });
  if (page?.body === undefined) return;
  mayPayAt?.(page.body.url);
  const askedMs = performance.now() - startMs;
  await clock.sleep((TYPES_MS[0] + chance() * (TYPES_MS[1] - TYPES_MS[0])) / hurry);
  const pressedAtMs = performance.now();
  const { pathname } = new URL(page.body.url);
  const paid = await insist(clock, async () =>
    door.ask({ for: 'bank', method: 'POST', path: `${pathname}/pay` }),
  );
  if (paid !== undefined && paid.status < 400) onPaid(askedMs + performance.now() - pressedAtMs);
}

// Nobody and 5xx are asked again; undefined when it never helped.
async function insist<Answer extends { status: number }>(
  clock: Clock,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  for (let left = TRIES; left > 0 && !clock.hasEnded; left--) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
    await clock.sleep(TRIES_AGAIN_MS);
  }
  return undefined;
}
