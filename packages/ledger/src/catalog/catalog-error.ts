import type { AppliedCatalog } from './applied-catalog.ts';

/** The catalog is invalid. `problems` has one line for each problem, with its position. */
export class CatalogError extends Error {
  readonly problems: readonly string[];
  /** What became of the other events of the catalog, when only some were refused. */
  readonly applied: AppliedCatalog | undefined;

  constructor(problems: readonly string[], applied?: AppliedCatalog) {
    super(problems.join('\n'));
    this.name = 'CatalogError';
    this.problems = problems;
    this.applied = applied;
  }
}
