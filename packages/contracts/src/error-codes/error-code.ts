/** What docs/errors.md says of a code, in Markdown. */
export interface ErrorCodeEntry {
  status: number;
  meaning: string;
  /** What the client should do, unless that goes without saying. */
  action?: string;
}

export type ErrorCodeEntries = Readonly<Record<string, ErrorCodeEntry>>;
