import type { Goal, Row, Summary } from './benchmark.ts';

/**
 * Measures several things in alternating rounds, every other one in reverse: a machine that slows
 * down for a while slows all of them. Each function returns one figure.
 */
export async function interleave<Name extends string>(
  rounds: number,
  subjects: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(subjects) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      figures[name].push(await subjects[name]());
    }
  }
  return figures;
}

/** The median of some figures, with minimum and maximum. */
export function summarize(figures: readonly number[]): Summary {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return {
    median: (upper + lower) / 2,
    low: sorted[0] ?? Number.NaN,
    high: sorted.at(-1) ?? Number.NaN,
  };
}

/**
 * A row that compares two things from the same rounds. The result is the median of the ratios of
 * the rounds, because the two figures of one round were measured under the same conditions.
 */
export function compare(row: {
  what: string;
  against: string;
  unit: string;
  ours: readonly number[];
  theirs: readonly number[];
  goal: Goal;
  note?: string;
}): Row {
  const { ours, theirs, ...rest } = row;
  const ratios = ours.map((figure, i) => figure / (theirs[i] ?? Number.NaN));
  return {
    ...rest,
    ours: summarize(ours),
    theirs: summarize(theirs),
    result: summarize(ratios),
    resultUnit: '',
  };
}

/** A row whose figure itself is the result. */
export function absolute(row: {
  what: string;
  against?: string;
  unit: string;
  ours: readonly number[];
  goal: Goal;
  note?: string;
}): Row {
  const { ours, ...rest } = row;
  const summary = summarize(ours);
  return { against: '', ...rest, ours: summary, result: summary, resultUnit: row.unit };
}
