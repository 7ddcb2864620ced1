import { digestDocument } from '../events/digest-document.ts';

/** What applying a file does to something that may be stored already. */
export type Plan = 'created' | 'changed' | 'unchanged' | 'changed-elsewhere' | 'applied-before';

/** What is stored, with the digests of what was applied to it from files, newest first. */
interface Stored {
  document: object;
  applied: readonly string[];
}

/**
 * What a file would do: each content is applied once, and what was changed by other means since is
 * left alone. `force` also replaces that, and what is newer.
 */
export function planContent(
  document: object,
  stored: Stored | undefined,
  { force = false }: { force?: boolean } = {},
): Plan {
  if (stored === undefined) return 'created';
  const digest = digestDocument(document);
  const present = digestDocument(stored.document);
  if (digest === present) return 'unchanged';
  if (force) return 'changed';
  if (present !== stored.applied[0]) return 'changed-elsewhere';
  return stored.applied.includes(digest) ? 'applied-before' : 'changed';
}

/** The digests once a file with this one was applied. */
export function newestFirst(digest: string, before: readonly string[]): string[] {
  return [digest, ...before.filter((each) => each !== digest)].slice(0, DIGESTS_KEPT);
}

/** More old files than anybody starts a gateway with by mistake. */
const DIGESTS_KEPT = 50;
