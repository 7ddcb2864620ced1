import { openLedger, readEvent, writeEvent } from '@onsale/ledger';
import { eventually, type System } from '@onsale/testing';

/** The event that is sold by a line: the other one is ordered without. */
export const LINE_EVENT = 'show-1';

export async function openLine({ connection, shards }: System): Promise<void> {
  const ledger = await openLedger(connection, shards);
  const event = await readEvent(ledger, LINE_EVENT);
  if (event === undefined) throw new Error('there is no event');
  const waitingRoom = { opens: 'always' as const, placesPerNetwork: 1_000_000 };
  const written = await writeEvent(
    ledger,
    { ...event.document, waitingRoom },
    { revision: event.revision, status: 'on_sale' },
  );
  if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
}

/** Takes a place, and returns the cookie that names it. */
export async function takePlace(address: string): Promise<string> {
  const join = async () =>
    await fetch(`${address}/v1/lines/${LINE_EVENT}/place`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
  // It opens a moment after it was written.
  const joined = await eventually(join, ({ status }) => status === 200);
  return joined.headers.get('set-cookie')?.split(';')[0] ?? '';
}
