/** The catalog can't be used; `problems` has one line for each reason, with its place. */
export class CatalogError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CatalogError';
    this.problems = problems;
  }
}
