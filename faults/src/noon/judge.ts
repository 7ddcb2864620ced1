import { percentile, type Person } from '@onsale/crowd';

/** A promise of the noon test, and whether it was kept. `unsure`: the simulator was too late to say. */
export interface Judgement {
  promise: string;
  is: 'kept' | 'broken' | 'unsure';
  found: string;
  /** It is about how fast something was, which a machine that does much else can't say. */
  isTime?: true;
}

/** What was answered, and how fast the shop's own pages were, in ms. */
export interface Tally {
  /** By what was asked for and the status. */
  statuses: Map<string, number>;
  pageMs: number[];
}

/** What a noon was like. */
export interface Noon {
  people: readonly Person[];
  tickets: number;
  tally: Tally;
  /** When the last ticket was sold, by `performance`; undefined when some are left. */
  soldOutAtMs: number | undefined;
  opensAtMs: number;
  lags: readonly number[];
  /** The number of each lot, recomputed from the seed and the list that were published. */
  drawn: ReadonlyMap<string, number>;
  /** What was published beforehand, and what it must have been. */
  hashes: { told: string[]; computed: string[] };
  /** Chi-square of many draws: 9 degrees of freedom. */
  chiSquare: number;
  /** What the audit found. */
  problems: readonly string[];
}

/** One draw in a thousand that are fair is above this, of 9 degrees of freedom. */
const CHI_SQUARE_LIMIT = 27.88;
const MOST_LAG_MS = 100;

/** Judges all that was promised. */
export function judge(noon: Noon): Judgement[] {
  const { people, tally } = noon;
  const orders = people.flatMap((person) => person.orders);
  const confirmed = orders.filter(({ status }) => status === 'confirmed').length;
  const lagMs = percentile(noon.lags, 0.99);
  const isOnTime = lagMs < MOST_LAG_MS;
  const timed = (promise: string, ms: number, mostMs: number): Judgement => ({
    promise,
    is: ms <= mostMs ? 'kept' : isOnTime ? 'broken' : 'unsure',
    found: `${Math.round(ms)} ms of at most ${mostMs} ms`,
    isTime: true,
  });
  const exact = (promise: string, isKept: boolean, found: string): Judgement => ({
    ...{ promise, found },
    is: isKept ? 'kept' : 'broken',
  });
  const served = orders.map(({ pressedAtMs, settledAtMs = Infinity }) => settledAtMs - pressedAtMs);
  const waited = people.filter((person) => isWaiting(person) && person.orders.length === 0);
  const told = waited.map(({ toldAtMs = Infinity }) => toldAtMs - (noon.soldOutAtMs ?? 0));
  const errors = [...tally.statuses].filter(([what]) => / 5\d\d$/.test(what));
  const lost = people.reduce((sum, person) => sum + person.lost, 0);
  const wrong = misdrawn(people, noon.drawn);
  // Whoever came too late for the lobby says nothing of the draw, and what waited too long in the simulator nothing
  // of the shop.
  const unlessLate = (judgement: Judgement): Judgement =>
    judgement.is === 'broken' && !isOnTime ? { ...judgement, is: 'unsure' } : judgement;
  return [
    exact(
      'the draw is fair',
      noon.chiSquare < CHI_SQUARE_LIMIT,
      `chi-square of 100 draws ${noon.chiSquare.toFixed(1)}, below ${CHI_SQUARE_LIMIT}`,
    ),
    noon.drawn.size === 0
      ? unlessLate(exact('and anybody can check it', false, 'nobody was in the lobby'))
      : exact(
          'and anybody can check it',
          wrong === 0 && noon.hashes.told.join() === noon.hashes.computed.join(),
          `${noon.drawn.size} lots, ${wrong} with another number than recomputed`,
        ),
    exact(
      'later ones are in order of arrival',
      outOfOrder(people, noon.drawn).length === 0,
      `${outOfOrder(people, noon.drawn).length} of ${later(people, noon.drawn).length} overtook somebody`,
    ),
    exact(
      'nobody without an admission is sold to',
      people.every(({ stolen }) => stolen === 0),
      `${people.reduce((sum, { stolen }) => sum + stolen, 0)} orders taken from ${people.filter(({ kind }) => kind === 'bot' || kind === 'copying').length} who tried`,
    ),
    exact(
      'nobody is sold to twice',
      people.every((person) => person.orders.length <= 1),
      `${people.filter((person) => person.orders.length > 1).length} people with two orders`,
    ),
    exact(
      'every ticket is sold once, and nothing is lost',
      confirmed === noon.tickets && noon.problems.length === 0,
      `${confirmed} of ${noon.tickets} sold; the audit: ${noon.problems.join('; ') || 'nothing'}`,
    ),
    timed('each admitted person is served', percentile(served, 0.99), 5000),
    timed('all who get none are told', Math.max(0, ...told), 10_000),
    exact(
      'no answer is a 5xx',
      errors.length === 0,
      errors.map(([what, count]) => `${count} × ${what}`).join(', ') || 'none',
    ),
    unlessLate(exact('no answer is missing', lost === 0, `${lost} without an answer`)),
    timed("the shop's own pages answer", percentile(tally.pageMs, 0.99), 200),
    {
      promise: 'the simulator kept its schedule',
      is: isOnTime ? 'kept' : 'unsure',
      found: `p99 ${Math.round(lagMs)} ms late; times count below ${MOST_LAG_MS} ms`,
    },
  ];
}

function isWaiting({ kind, hasLeft }: Person): boolean {
  return kind !== 'bot' && hasLeft !== true;
}

function misdrawn(people: readonly Person[], drawn: ReadonlyMap<string, number>): number {
  return people.filter(
    ({ lot, number }) =>
      lot !== undefined && number !== undefined && drawn.has(lot) && drawn.get(lot) !== number,
  ).length;
}

/** Those who came when the lobby was closed. */
function later(people: readonly Person[], drawn: ReadonlyMap<string, number>): Person[] {
  return people.filter(
    ({ number, lot, joinedAtMs }) =>
      number !== undefined && joinedAtMs !== undefined && (lot === undefined || !drawn.has(lot)),
  );
}

// Somebody whose request was sent after another's was answered must be behind them.
function outOfOrder(people: readonly Person[], drawn: ReadonlyMap<string, number>): Person[] {
  const byAnswer = later(people, drawn).toSorted(
    (a, b) => (a.joinedAtMs?.[1] ?? 0) - (b.joinedAtMs?.[1] ?? 0),
  );
  const bySending = byAnswer.toSorted(
    (a, b) => (a.joinedAtMs?.[0] ?? 0) - (b.joinedAtMs?.[0] ?? 0),
  );
  let highest = 0;
  let answered = 0;
  return bySending.filter(({ joinedAtMs, number = 0 }) => {
    for (; (byAnswer[answered]?.joinedAtMs?.[1] ?? Infinity) < (joinedAtMs?.[0] ?? 0); answered++) {
      highest = Math.max(highest, byAnswer[answered]?.number ?? 0);
    }
    return number < highest;
  });
}
