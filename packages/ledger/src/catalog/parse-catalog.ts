import { Type } from '@onsale/contracts';
import { Ajv } from 'ajv';
import type { Static } from 'typebox';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Catalog } from './catalog.ts';
import type { EventDocument, TicketType } from '../events/event-document.ts';
import { CatalogError } from './catalog-error.ts';
import { SLUG } from '../orders/items.ts';
import { isCurrency, MAX_MINOR, parseMinor } from './money.ts';

/** Largest capacity of a ticket type; far below what a Lua number represents exactly. */
const MAX_CAPACITY = 1_000_000_000;

/** Still an exact number, with room for later versions. */
const MAX_VERSION = 1_000_000_000_000_000;

const Text = Type.String({ minLength: 1, maxLength: 1000 });

const CatalogFile = Type.Object(
  {
    version: Type.Integer({ minimum: 1, maximum: MAX_VERSION }),
    events: Type.Array(
      Type.Object(
        {
          id: Text,
          name: Text,
          venue: Text,
          startsAt: Text,
          description: Type.Optional(Type.String({ maxLength: 1000 })),
          currency: Text,
          tickets: Type.Array(
            Type.Object(
              {
                id: Text,
                name: Text,
                type: Text,
                description: Type.Optional(Type.String({ maxLength: 1000 })),
                price: Type.Union([Type.Number(), Type.String()]),
                currency: Type.Optional(Text),
                capacity: Type.Integer({ minimum: 0, maximum: MAX_CAPACITY }),
              },
              { additionalProperties: false },
            ),
            { minItems: 1 },
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);
type CatalogFile = Static<typeof CatalogFile>;

type Path = (string | number)[];
type Report = (path: Path, message: string) => void;

/**
 * Parses a catalog file (YAML). `fileName` is used only in messages. Throws `CatalogError` with
 * every problem as `file:line: path message`.
 */
export function parseCatalog(text: string, fileName: string): Catalog {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new CatalogError(
      document.errors.map((error) => {
        const line = lines.linePos(error.pos[0]).line;
        return `${fileName}:${line}: ${error.message.split('\n')[0]}`;
      }),
    );
  }
  const problems: string[] = [];
  const report: Report = (path, message) => {
    const line = lines.linePos(nearestNode(document, path)?.range?.[0] ?? 0).line;
    const place = pathText(path);
    problems.push(`${fileName}:${line}: ${place === '' ? '' : `${place} `}${message}`);
  };
  const file = unfold(document, report);
  if (problems.length === 0) checkShape(file, report);
  if (problems.length > 0) throw new CatalogError(problems);
  const catalog = readCatalogFile(file as CatalogFile, document, report);
  if (problems.length > 0) throw new CatalogError(problems);
  return catalog;
}

/**
 * The file as plain data. Aliases (`*name`) are limited, because a few lines of them could exhaust
 * memory.
 */
function unfold(document: Document, report: Report): unknown {
  try {
    return document.toJS();
  } catch (error) {
    report([], `cannot be expanded: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function checkShape(file: unknown, report: Report): void {
  // The schema is compiled for a single use; validating the schema itself would take longer than
  // everything else.
  const options = {
    allErrors: true,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  };
  const check = new Ajv(options).compile(CatalogFile);
  check(file);
  for (const { keyword, instancePath, schemaPath, params, message } of check.errors ?? []) {
    const path = instancePath
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    if (keyword === 'additionalProperties') {
      report([...path, String(params['additionalProperty'])], 'is not a field of the catalog');
    } else if (keyword === 'required') {
      report(path, `lacks ${String(params['missingProperty'])}`);
    } else if (keyword === 'anyOf') {
      report(path, 'must be a number');
    } else if (!schemaPath.includes('/anyOf/')) {
      report(path, message ?? 'is invalid');
    }
  }
}

function readCatalogFile(file: CatalogFile, document: Document, report: Report): Catalog {
  const seen = new Set<string>();
  const checkId = (kind: string, id: string, path: Path): void => {
    if (!SLUG.test(id)) {
      report(path, `must be 1 to 64 characters of a-z, 0-9 and -, not ${JSON.stringify(id)}`);
    }
    if (seen.has(`${kind} ${id}`)) report(path, `${id} is used twice; ${kind} ids must be unique`);
    seen.add(`${kind} ${id}`);
  };
  const checkCurrency = (currency: string, path: Path): boolean => {
    if (isCurrency(currency)) return true;
    report(path, `${JSON.stringify(currency)} is not an ISO 4217 currency code`);
    return false;
  };

  const events = file.events.map((event, e): EventDocument => {
    const path: Path = ['events', e];
    checkId('event', event.id, [...path, 'id']);
    checkCurrency(event.currency, [...path, 'currency']);
    if (!isDateTime(event.startsAt)) {
      report(
        [...path, 'startsAt'],
        'must be a time with a UTC offset, such as 2027-06-18T16:00:00+02:00',
      );
    }
    const tickets = event.tickets.map((ticket, t): TicketType => {
      const ticketPath: Path = [...path, 'tickets', t];
      checkId('ticket', ticket.id, [...ticketPath, 'id']);
      if (!SLUG.test(ticket.type)) {
        report([...ticketPath, 'type'], 'must be 1 to 64 characters of a-z, 0-9 and -');
      }
      const currency = ticket.currency ?? event.currency;
      const known =
        ticket.currency === undefined
          ? isCurrency(currency)
          : checkCurrency(currency, [...ticketPath, 'currency']);
      return {
        id: ticket.id,
        eventId: event.id,
        name: ticket.name,
        type: ticket.type,
        description: ticket.description ?? '',
        priceMinor: known ? readPrice([...ticketPath, 'price'], currency, document, report) : 0,
        currency,
        capacity: ticket.capacity,
      };
    });
    return {
      id: event.id,
      name: event.name,
      venue: event.venue,
      startsAt: event.startsAt,
      description: event.description ?? '',
      currency: event.currency,
      tickets,
    };
  });
  return { version: file.version, events };
}

// The price is read from the file's text, not from a binary floating-point number.
function readPrice(path: Path, currency: string, document: Document, report: Report): number {
  const node = document.getIn(path, true);
  const text = isScalar(node) ? (node.source ?? String(node.value)) : '';
  const minor = parseMinor(text, currency);
  if (minor === undefined) {
    report(path, `must be an amount of ${currency} such as 25 or 25.50, not ${excerpt(text)}`);
    return 0;
  }
  if (minor < 0) report(path, `must not be negative, but is ${excerpt(text)}`);
  // The largest order has 20 lines of a million tickets each.
  if (minor > MAX_MINOR / 20_000_000) report(path, `is too large: ${excerpt(text)}`);
  return minor;
}

// The text may be very long.
function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function isDateTime(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  // JavaScript turns February 30 into March 2.
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The node at a path, or its nearest existing ancestor. */
function nearestNode(document: Document, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isScalar(item.key) && item.key.value === path[length - 1],
      );
      if (pair !== undefined && isScalar(pair.key)) return pair.key;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (node !== undefined && node !== null) return node as Node;
  }
  return document.contents ?? undefined;
}

function pathText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
