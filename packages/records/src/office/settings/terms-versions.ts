import type { Records } from '../../connect/open-records.ts';

export interface StoredTerms {
  version: string;
  text: string;
  seenAt: Date;
}

/**
 * Keeps a version of the terms for good. Returns the text that the version has: another one, when that was
 * kept under it before.
 */
export async function keepTerms(
  db: Records,
  terms: { version: string; text: string },
): Promise<string> {
  const { version, text } = terms;
  await db
    .insertInto('office.terms_versions')
    .values({ version, text })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { text: kept } = await db
    .selectFrom('office.terms_versions')
    .select('text')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return kept;
}

/** The text of a version; undefined when the office has never seen it. */
export async function readTermsText(db: Records, version: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('office.terms_versions')
    .select('text')
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.text;
}

/** All versions, the newest first. */
export async function readTermsVersions(db: Records): Promise<StoredTerms[]> {
  const rows = await db
    .selectFrom('office.terms_versions')
    .selectAll()
    .orderBy('seen_at', 'desc')
    .orderBy('version')
    .execute();
  return rows.map(({ version, text, seen_at: seenAt }) => ({ version, text, seenAt }));
}
