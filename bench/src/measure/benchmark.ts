/** How much is measured: enough for a figure, or just enough to see that a benchmark still works. */
export interface Scale {
  rounds: number;
  roundMs: number;
  warmUpMs: number;
  /**
   * Processes of the same program among which the rounds are shared, where it matters: two differ by
   * up to a tenth in CPU, by when V8 compiles what and where it lies in memory.
   */
  processes: number;
  /** Orders in a backlog that is settled in one round. */
  backlog: number;
  /** What "many" stored orders are. */
  manyOrders: number;
  /** When Redis waits for the disk: with each turn, as in production, or never. */
  fsync: 'always' | 'no';
}

export const FULL: Scale = {
  rounds: 5,
  roundMs: 2000,
  // V8 needs about as long until all that a request runs through is compiled for good.
  warmUpMs: 4000,
  processes: 3,
  backlog: 120_000,
  manyOrders: 1_000_000,
  fsync: 'always',
};

export const SMOKE: Scale = {
  rounds: 1,
  roundMs: 100,
  warmUpMs: 50,
  processes: 1,
  // Of which a third must not be drained between two looks at it.
  backlog: 12_000,
  manyOrders: 3000,
  fsync: 'no',
};

/** The median of the rounds, and how far they lie apart. */
export interface Summary {
  median: number;
  low: number;
  high: number;
}

/** What a row must be; none when it is only reported. */
export type Goal = { atLeast: number } | { atMost: number } | undefined;

/** One line of the table. */
export interface Row {
  what: string;
  against: string;
  unit: string;
  ours: Summary;
  theirs?: Summary;
  /** What is compared with the goal: a ratio, or `ours` itself. */
  result: Summary;
  /** Of `result`; empty for a ratio. */
  resultUnit: string;
  goal: Goal;
  note?: string;
}

export interface Benchmark {
  name: string;
  /** One sentence for `--help`. */
  about: string;
  run(scale: Scale): Promise<Row[]>;
}

/** Whether a row keeps to its goal. */
export function isMet({ result, goal }: Row): boolean {
  if (goal === undefined) return true;
  return 'atLeast' in goal ? result.median >= goal.atLeast : result.median <= goal.atMost;
}
