import type { Random } from '@onsale/crowd';
import type { SaleCheck, System, SystemOptions } from '@onsale/testing';

/** One attack on a running sale, and what is promised during it. */
export interface Scenario {
  /** For the command line. */
  name: string;
  /** What is done, in a few words, for the table. */
  fault: string;
  /** What must hold, in a sentence. */
  promise: string;
  run(stage: Stage): Promise<Outcome>;
}

/** What a scenario works with. */
export interface Stage {
  random: Random;
  /** The short form, for `npm test`: fewer faults, the same checks. */
  quick: boolean;
  /** How large the full form is, where a scenario can be larger or smaller. */
  scale: { buyers?: number; minutes?: number };
  /** Reports what happens, on stderr. */
  say: (line: string) => void;
  /** Starts a system that is stopped when the scenario ends, however it ends. */
  startSystem: (options: SystemOptions) => Promise<System>;
  /** Something else to stop at the end: last opened, first closed. */
  onEnd: (stop: () => Promise<unknown>) => void;
}

/** The result. A scenario only throws if something happens that no outcome can express. */
export interface Outcome {
  /** How often the fault was caused. */
  faults: number;
  check: SaleCheck;
  /** From the end of the last fault to the first order that was placed and settled. */
  secondsToNormal: number;
  /** Broken promises that the check of the sale does not see, a sentence each. */
  broken?: readonly string[];
  /** A figure worth reporting, for example how long a reply took. */
  note?: string;
  /** Set if loss is announced: it is counted, and breaks no promise. */
  mayLose?: boolean;
}

/** Whether every promise was kept. */
export function isKept({ check, broken = [], mayLose = false }: Outcome): boolean {
  return (
    (check.lost === 0 || mayLose) &&
    check.doubled === 0 &&
    check.oversold === 0 &&
    check.problems.length === 0 &&
    broken.length === 0
  );
}

/** The outcome of a scenario that announces loss: its note says how much, before `note`. */
export function withLoss(outcome: Outcome, note?: string): Outcome {
  const { lost, orders } = outcome.check;
  const gone = `${lost} of ${orders} orders that were answered 201 are gone, as announced`;
  return { ...outcome, mayLose: true, note: note === undefined ? gone : `${gone}; ${note}` };
}
