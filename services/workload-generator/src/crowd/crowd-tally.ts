import { CROWD_REQUESTS, type CrowdRequests, type CrowdStats } from '@onsale/contracts';
import type { AskedFor, Person } from '@onsale/crowd';
import { TimeHistogram } from '../histogram.ts';

interface Counted {
  answered: number;
  refused: number;
  failed: number;
  latency: TimeHistogram;
}

/** Counts what was answered, and how late people were. */
export class CrowdTally {
  readonly lag = new TimeHistogram();
  readonly #byKind = new Map<CrowdRequests['what'], Counted>(
    CROWD_REQUESTS.map((what) => [
      what,
      { answered: 0, refused: 0, failed: 0, latency: new TimeHistogram() },
    ]),
  );

  readonly answered = (what: AskedFor, status: number, ms: number): void => {
    // Others, such as the bank, are asked only by rehearsals.
    const counted = this.#byKind.get(what as CrowdRequests['what']);
    if (counted === undefined) return;
    counted.answered += 1;
    if (status >= 500) counted.failed += 1;
    else if (status >= 400) counted.refused += 1;
    counted.latency.record(ms);
  };

  requests(): CrowdRequests[] {
    return [...this.#byKind].map(([what, { latency, ...counts }]) => ({
      ...{ what, ...counts },
      latency: latency.percentiles(),
    }));
  }
}

/** Where people are by now. */
export function countPeople(people: readonly Person[]): CrowdStats['people'] {
  const counts = { arrived: 0, waiting: 0, turns: 0, served: 0, told: 0, left: 0, joined: 0 };
  for (const person of people) {
    if (person.hasArrived !== true) continue;
    counts.arrived += 1;
    if (person.joinedAtMs === undefined) continue;
    counts.joined += 1;
    counts[stageOf(person)] += 1;
  }
  return counts;
}

function stageOf(person: Person): 'waiting' | 'turns' | 'served' | 'told' | 'left' {
  if (person.orders.some(({ status }) => status === 'confirmed' || status === 'held')) {
    return 'served';
  }
  if (person.hasLeft === true) return 'left';
  if (person.toldAtMs !== undefined) return 'told';
  return person.turnAtMs === undefined ? 'waiting' : 'turns';
}

/** What became of the orders that were taken. */
export function countOrders(people: readonly Person[]): CrowdStats['orders'] {
  const counts = { taken: 0, confirmed: 0, held: 0, rejected: 0, pending: 0 };
  for (const { status } of people.flatMap(({ orders }) => orders)) {
    counts.taken += 1;
    if (status === undefined || status === 'pending') counts.pending += 1;
    else if (status === 'confirmed' || status === 'held') counts[status] += 1;
    else counts.rejected += 1;
  }
  return counts;
}

export function countCheats(people: readonly Person[]): CrowdStats['cheats'] {
  const tried = people.filter(({ refused, stolen }) => refused + stolen > 0);
  return {
    people: tried.length,
    refused: tried.reduce((sum, { refused }) => sum + refused, 0),
    sold: tried.reduce((sum, { stolen }) => sum + stolen, 0),
  };
}

/** How long something took for each person, where it happened. */
export function timesOf(people: readonly Person[], of: (person: Person) => readonly number[]) {
  const histogram = new TimeHistogram();
  for (const ms of people.flatMap(of)) histogram.record(ms);
  return histogram.percentiles();
}
