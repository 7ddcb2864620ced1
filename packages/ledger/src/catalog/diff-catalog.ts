import type { SellerInput } from '@onsale/contracts';
import type { StoredEvent, EventDocument } from '../events/event-document.ts';
import { eventInputOf } from '../events/event-input-of.ts';
import { readEvents } from '../events/read-events.ts';
import type { Ledger } from '../ledger.ts';
import type { AppliedEvent } from './applied-catalog.ts';
import { type ApplyOptions, planEvent } from './apply-catalog.ts';
import { type Catalog, eventsNotIn } from './catalog.ts';
import { compareFields, type FieldDifference } from './compare-fields.ts';
import { type Plan, planContent } from './plan-content.ts';
import { readSeller } from '../seller/read-seller.ts';

/** How an event of a catalog file differs from the one in force, and what applying the file would do. */
export interface EventDifference {
  eventId: string;
  outcome: Exclude<AppliedEvent['outcome'], 'refused'>;
  differences: FieldDifference[];
}

/** How the seller's settings of a file differ from those in force. */
export interface SellerDifference {
  outcome: Plan;
  differences: FieldDifference[];
}

/** What applying a catalog would do, and events that are in force and not in it. */
export interface CatalogDifference {
  events: EventDifference[];
  /** Undefined when the file says nothing of the seller. */
  seller: SellerDifference | undefined;
  notInFile: string[];
}

/** Compares a catalog file with what is in force. Writes nothing. */
export async function diffCatalog(
  ledger: Ledger,
  catalog: Catalog,
  options: ApplyOptions = {},
): Promise<CatalogDifference> {
  const stored = await readEvents(ledger);
  const byId = new Map(stored.map((event) => [event.document.id, event]));
  return {
    events: catalog.events.map((document) => diffEvent(document, byId.get(document.id), options)),
    seller: catalog.seller && (await diffSeller(ledger, catalog.seller, options)),
    notInFile: eventsNotIn(catalog, stored),
  };
}

/** Compares the seller's settings of a file with those in force. Writes nothing. */
export async function diffSeller(
  ledger: Ledger,
  document: SellerInput,
  options: ApplyOptions = {},
): Promise<SellerDifference> {
  const stored = await readSeller(ledger);
  return {
    outcome: planContent(document, stored, options),
    differences: stored === undefined ? [] : compareFields(stored.document, document),
  };
}

function diffEvent(
  document: EventDocument,
  stored: StoredEvent | undefined,
  options: ApplyOptions,
): EventDifference {
  return {
    eventId: document.id,
    outcome: planEvent(document, stored, options),
    differences:
      stored === undefined
        ? []
        : compareFields(eventInputOf(stored.document), eventInputOf(document)),
  };
}
