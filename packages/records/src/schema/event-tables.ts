import type { EventInput, OfficeSettingsInput } from '@onsale/contracts';
import type { Generated, JSONColumnType } from 'kysely';

export interface EventTables {
  'office.pictures': PicturesTable;
  'office.picture_sizes': PictureSizesTable;
  'office.event_revisions': EventRevisionsTable;
  'office.settings': SettingsTable;
  'office.terms_versions': TermsVersionsTable;
}

export interface PicturesTable {
  /** The SHA-256 of the file that it was made from, shortened, in hex. */
  picture_id: string;
  /** Of the largest size that is kept. */
  width: number;
  height: number;
  added_at: Generated<Date>;
  added_by: string;
}

export interface PictureSizesTable {
  picture_id: string;
  width: number;
  /** WebP. */
  content: Buffer;
}

/** What events said when the office changed them: whoever has edited an older one is told what is new. */
export interface EventRevisionsTable {
  event_id: string;
  revision: number;
  document: JSONColumnType<EventInput>;
  seen_at: Generated<Date>;
}

/** One row, once somebody has changed them. */
export interface SettingsTable {
  is_only: Generated<boolean>;
  revision: number;
  document: JSONColumnType<OfficeSettingsInput>;
  changed_at: Generated<Date>;
  changed_by: string;
}

/** Every version of the seller's terms that the office has seen; orders name theirs. */
export interface TermsVersionsTable {
  version: string;
  text: string;
  seen_at: Generated<Date>;
}
