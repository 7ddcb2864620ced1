import { readEvent, writeEvent } from '@onsale/ledger';
import { parseEvent } from '@onsale/ledger/parse-catalog';
import { eventually } from '@onsale/testing';
import type { TestGateway } from '../open-gateway.ts';

/**
 * Puts an event on sale with a ticket type `<id>-adult`, ten of 20 EUR, and resolves when the
 * gateway shows it. `fields` are more fields in the form of a file; `tickets` replaces the tickets.
 */
export async function putEvent(
  gateway: Pick<TestGateway, 'app' | 'ledger'>,
  id: string,
  { fields = '', tickets, startsAt }: { fields?: string; tickets?: string; startsAt?: string } = {},
): Promise<void> {
  const adult = `{ id: ${id}-adult, name: Adult, type: adult, price: 20, capacity: 10 }`;
  const document = parseEvent(
    `{ id: ${id}, name: ${id}, venue: Hall, currency: EUR,
       startsAt: '${startsAt ?? '2087-07-01T20:00:00+02:00'}',
       ${fields}
       tickets: [${tickets ?? adult}] }`,
    'event.yaml',
  );
  const revision = (await readEvent(gateway.ledger, id))?.revision ?? 0;
  const written = await writeEvent(gateway.ledger, document, { revision, status: 'on_sale' });
  if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
  await eventually(
    async () => (await gateway.app.inject(`/events/${id}`)).statusCode,
    (status) => status === 200,
  );
}
