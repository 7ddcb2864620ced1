import type { RehearsalPlan } from '@onsale/contracts';
import {
  arrivals,
  Clock,
  Door,
  payAtBank,
  type Person,
  play,
  type PlacedOrder,
  type Scene,
  seededRandom,
  SHARES,
  visitorFromAfar,
} from '@onsale/crowd';
import type { PreparedEvent } from '../event/prepare-event.ts';
import { type Installation, RefusedRehearsal } from '../installation.ts';
import { deviceOf, doorFromAfar } from './network.ts';
import { requireTestBank } from '../safety/require-rehearsal.ts';
import { Tally } from './tally.ts';

/** Four of five come before the line opens. */
const EARLY_SHARE = 0.8;
/** The last of them so long before. */
const BEFORE_MS = 1000;
/** One of so many presses the button twice. */
const PRESSES_TWICE = 20;
const READS_MS = [500, 4000] as const;

/** A sale that is under way. */
export interface Sale {
  people: readonly Person[];
  tally: Tally;
  clock: Clock;
  door: Door;
  /** How long buyers took with the bank, in ms, without their own time. */
  paidMs: number[];
  /** When the first person comes, by `performance`. */
  startsAtMs: number;
  opensAtMs: number;
  /** Resolves once nobody waits any more; rejects with `RefusedRehearsal` when nobody must go on. */
  ended: Promise<void>;
}

/** Lets the crowd come: people who look at the event, wait in its line, order and pay, and bots. */
export function playSale(
  installation: Installation,
  event: PreparedEvent,
  plan: RehearsalPlan & { hurry: number },
): Sale {
  const { url, trustsUs } = installation;
  const random = seededRandom(plan.seed);
  const tally = new Tally();
  const clock = new Clock(tally.wasLate);
  const api = `${url}/api/v1`;
  const door = new Door({ line: api, shop: api }, tally.answered, tally.wasLate);
  const opensAtMs = performance.now() + event.opensAtMs - Date.now();
  const earlyMs = plan.withinS * 1000 * EARLY_SHARE;
  const people = arrivals({
    ...{ people: plan.people, random, opensAtMs, earlyShare: EARLY_SHARE, earlyMs },
    ...{ beforeMs: BEFORE_MS, lateMs: plan.withinS * 1000 - earlyMs },
    shares: { ...SHARES, bot: plan.bots },
  });
  let refused: RefusedRehearsal | undefined;
  const paidMs: number[] = [];
  const scene: Scene = {
    ...{ door, clock, random, eventId: event.eventId, ticketId: event.ticketId, copied: [] },
    ...{ paymentMethod: 'online', price: event.price },
    identityOf: (person) => ({ email: visitorFromAfar(person).email }),
    pressesTwice: ({ index }) => index % PRESSES_TWICE === 0,
  };
  const pay = (order: PlacedOrder, own: Pick<Door, 'ask'>) =>
    payAtBank(
      {
        ...{ door: own, clock, abandons: plan.abandons, hurry: plan.hurry },
        mayPayAt: (pageUrl) => requireTestBank(pageUrl, url, event.publicUrl),
        chance: () => random.integer(0, 999_999) / 1_000_000,
        onPaid: (ms) => void paidMs.push(ms),
      },
      order,
    ).catch((error: unknown) => {
      // Nobody else goes there either.
      if (!(error instanceof RefusedRehearsal)) throw error;
      refused = error;
      clock.end();
    });
  const playOne = async (person: Person) => {
    const device = deviceOf(person, random, plan.phones);
    const address = trustsUs ? visitorFromAfar(person).address : undefined;
    const own = doorFromAfar(door, { clock, random, device, address });
    await play(person, {
      ...{ ...scene, door: own, pay: (order) => pay(order, own) },
      look: () => look(person, { ...scene, door: own }, plan),
    });
  };
  const ended = Promise.all(people.map(playOne)).then(() => {
    if (refused !== undefined) throw refused;
  });
  return {
    ...{ people, tally, clock, door, paidMs, opensAtMs, ended },
    startsAtMs: people.reduce((least, { arrivesAtMs }) => Math.min(least, arrivesAtMs), opensAtMs),
  };
}

// The page of the event, before they go to its line.
async function look(
  person: Person,
  { door, clock, random, eventId }: Scene,
  { hurry }: { hurry: number },
): Promise<void> {
  const path = `/events/${eventId}`;
  await door.ask({ for: 'event', method: 'GET', path }).catch(() => {
    person.lost += 1;
  });
  await clock.sleep(random.integer(...READS_MS) / hurry);
}
