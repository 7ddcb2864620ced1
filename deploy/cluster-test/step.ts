import type { Cluster } from './cluster.ts';
import type { Overlay } from './overlay.ts';
import type { StepResult } from './report.ts';
import type { Shop } from './shop.ts';

/** Thrown by a step that this cluster can't show. */
export class Skipped extends Error {}

/** What a step works with. */
export interface Stage {
  cluster: Cluster;
  overlay: Overlay;
  /** The shop, once it is installed. */
  shop: () => Promise<Shop>;
  /** Whether nodes may be drained of what belongs to others. */
  wholeNodes: boolean;
}

/** A part of the test that may fail by itself. */
export interface Step {
  name: string;
  /** What it shows, in a sentence without a full stop. */
  title: string;
  run(stage: Stage, notes: Notes): Promise<void>;
}

/** What a step finds out; told at once, and kept for the report. */
export class Notes {
  readonly checks: StepResult['checks'] = [];
  readonly figures: StepResult['figures'] = {};
  readonly tables: string[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Something that has to be so. The step goes on if it is not, and fails. */
  check(what: string, passed: boolean, seen = ''): void {
    this.checks.push({ what, passed, seen });
    this.#say(`${passed ? 'yes' : 'NO '}  ${what}${seen && `: ${seen}`}`);
  }

  /** Something that was measured. */
  figure(name: string, value: string): void {
    this.figures[name] = value;
    this.#say(`     ${name}: ${value}`);
  }

  /** A table in Markdown. */
  table(markdown: string): void {
    this.tables.push(markdown);
    this.#say(`\n${markdown}\n`);
  }

  /** What is going on, for those who wait. */
  readonly say = (line: string): void => this.#say(`...  ${line}`);
}

/** Seconds since a moment of `performance.now()`, with one decimal. */
export function secondsSince(startMs: number): string {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
