import { EventInput, SellerInput, Type } from '@onsale/contracts';
import { checkSeller } from '../seller/check-seller.ts';
import type { EventPath } from '../events/check-values.ts';
import type { EventDocument } from '../events/event-document.ts';
import { readEventInput } from '../events/read-event-input.ts';
import type { Catalog } from './catalog.ts';
import { YamlFile } from './yaml-file.ts';

const CatalogFile = Type.Object(
  {
    seller: Type.Optional(SellerInput),
    events: Type.Array(EventInput, { minItems: 1 }),
  },
  { additionalProperties: false },
);

/**
 * Parses a catalog file (YAML). `fileName` is used only in messages. Throws `CatalogError` with
 * every problem as `file:line: path message`.
 */
export function parseCatalog(text: string, fileName: string): Catalog {
  const file = new YamlFile(text, fileName);
  const { seller, events } = file.read(CatalogFile, 'the catalog');
  if (seller !== undefined) {
    checkSeller(seller, (path, message) => file.report(['seller', ...path], message));
  }
  const documents = events.map((event, i) => readEvent(file, event, ['events', i]));
  checkIds(file, documents);
  file.check();
  return {
    ...(seller === undefined ? {} : { seller }),
    events: documents,
  };
}

/** Parses a file with one event, as `parseCatalog` does one with many. */
export function parseEvent(text: string, fileName: string): EventDocument {
  const file = new YamlFile(text, fileName);
  const document = readEvent(file, file.read(EventInput, 'an event'), []);
  file.check();
  return document;
}

/** Parses a file with the seller's settings, as they stand under `seller` in a catalog. */
export function parseSeller(text: string, fileName: string): SellerInput {
  const file = new YamlFile(text, fileName);
  const seller = file.read(SellerInput, 'the seller');
  checkSeller(seller, file.report);
  file.check();
  return seller;
}

// Amounts are read from the file's text, not from binary floating-point numbers.
function readEvent(file: YamlFile, event: EventInput, at: EventPath): EventDocument {
  return readEventInput(event, {
    report: (path, message) => file.report([...at, ...path], message),
    amountText: (path) => file.textAt([...at, ...path]),
  });
}

// Within an event ids are checked already.
function checkIds(file: YamlFile, events: readonly EventDocument[]): void {
  const eventIds = new Set<string>();
  const owners = new Map<string, string>();
  for (const [e, { id, tickets }] of events.entries()) {
    if (eventIds.has(id)) {
      file.report(['events', e, 'id'], `${id} is used twice; event ids must be unique`);
    }
    for (const [t, ticket] of tickets.entries()) {
      const path = ['events', e, 'tickets', t, 'id'];
      if (owners.has(ticket.id) && owners.get(ticket.id) !== `${e}`) {
        file.report(path, `${ticket.id} is used twice; ticket ids must be unique`);
      }
      owners.set(ticket.id, `${e}`);
    }
    eventIds.add(id);
  }
}
