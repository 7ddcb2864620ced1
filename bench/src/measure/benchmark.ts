/** How much to measure: enough for a figure, or just enough to see that a benchmark still works. */
export interface Scale {
  rounds: number;
  roundMs: number;
  warmUpMs: number;
  /**
   * Number of processes of the same program that share the rounds, if it matters: two of them
   * differ by up to a tenth in CPU, because of when V8 compiles what and where it is in memory.
   */
  processes: number;
  /** Orders in a backlog that is settled in one round. */
  backlog: number;
  /** What counts as "many" stored orders. */
  manyOrders: number;
  /** When Redis waits for the disk: in each turn, as in production, or never. */
  fsync: 'always' | 'no';
  /** A folder where `office` keeps its season for the next run. */
  keepIn?: string | undefined;
}

export const FULL: Scale = {
  rounds: 5,
  roundMs: 2000,
  // V8 needs about this long until everything that a request runs is fully optimized.
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
  // It must last for more than a third between two checks of it.
  backlog: 12_000,
  manyOrders: 3000,
  fsync: 'no',
};

/** The median of the rounds, and their range. */
export interface Summary {
  median: number;
  low: number;
  high: number;
}

/** The goal of a row; none if it is only reported. */
export type Goal = { atLeast: number } | { atMost: number } | undefined;

/** One row of the table. */
export interface Row {
  what: string;
  against: string;
  unit: string;
  ours: Summary;
  theirs?: Summary;
  /** What is compared with the goal: a ratio, or `ours` itself. */
  result: Summary;
  /** Unit of `result`; empty for a ratio. */
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

/** Whether a row meets its goal. */
export function isMet({ result, goal }: Row): boolean {
  if (goal === undefined) return true;
  return 'atLeast' in goal ? result.median >= goal.atLeast : result.median <= goal.atMost;
}
