import type { OfficeSettingsInput } from '@onsale/contracts';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

export interface StoredSettings {
  /** 1 when they are set first, and one more with each change. */
  revision: number;
  document: OfficeSettingsInput;
  changedAt: Date;
  changedBy: string;
}

/** The settings of the office; undefined while nobody has set any. */
export async function readSettings(
  db: Records | RecordsTransaction,
): Promise<StoredSettings | undefined> {
  const row = await db.selectFrom('office.settings').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const { revision, document, changed_at: changedAt, changed_by: changedBy } = row;
  return { revision, document, changedAt, changedBy };
}

/**
 * Writes the settings if they still have this revision (0: nobody has set any). Undefined when somebody
 * else has changed them.
 */
export async function writeSettings(
  db: Records,
  document: OfficeSettingsInput,
  { revision, changedBy }: { revision: number; changedBy: string },
): Promise<StoredSettings | undefined> {
  const values = {
    ...{ revision: revision + 1, document: JSON.stringify(document) },
    ...{ changed_by: changedBy, changed_at: new Date() },
  };
  const row =
    revision === 0
      ? await db
          .insertInto('office.settings')
          .values(values)
          .onConflict((conflict) => conflict.doNothing())
          .returning('changed_at')
          .executeTakeFirst()
      : await db
          .updateTable('office.settings')
          .set(values)
          .where('revision', '=', revision)
          .returning('changed_at')
          .executeTakeFirst();
  if (row === undefined) return undefined;
  return { revision: revision + 1, document, changedAt: row.changed_at, changedBy };
}
