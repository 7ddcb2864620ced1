import type { Plan } from './plan-content.ts';
import type { AppliedSeller } from '../seller/apply-seller.ts';

/**
 * What a catalog file does to one event:
 *
 * - `created`, `changed`: it is as in the file now
 * - `unchanged`: it was already
 * - `changed-elsewhere`: it was changed by other means since the file was applied, and is left alone
 * - `applied-before`: the file's content was in force once and has been replaced since, so it is
 *   taken for an old file
 * - `archived`: it is over for good, and is left alone
 * - `refused`: `problems` says why
 */
export interface AppliedEvent {
  eventId: string;
  outcome: Plan | 'archived' | 'refused';
  /** The revision that is in force; 0 when there is no such event. */
  revision: number;
  problems: string[];
}

/** What became of a catalog. */
export interface AppliedCatalog {
  events: AppliedEvent[];
  /** Undefined when the file says nothing of the seller. */
  seller: AppliedSeller | undefined;
  /** Ids of events that the file does not name, and that go on as they are. */
  notInFile: string[];
}
