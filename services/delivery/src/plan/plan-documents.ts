import { type EventDocument, type Ledger, readEvent, readSeller } from '@onsale/ledger';
import {
  issueDocuments,
  type OrderChangeJob,
  type PlannedOrder,
  type Planning,
  readSettings,
} from '@onsale/records';

/** A change of an order, and the order as it is recorded. */
export interface KnownChange {
  change: OrderChangeJob;
  planned: PlannedOrder;
}

/** Issues receipts of orders that were paid, and credit notes of what has gone back. */
export async function planDocuments(
  { tx }: Planning,
  ledger: Ledger,
  known: readonly KnownChange[],
): Promise<void> {
  const moved = new Map(
    known
      .filter(({ change }) => movesMoney(change))
      .map(({ planned }) => [planned.order.id, planned]),
  );
  if (moved.size === 0) return;
  const eventIds = new Set([...moved.values()].map(({ order }) => order.eventId));
  const events = new Map<string, EventDocument | undefined>();
  for (const id of eventIds) events.set(id, (await readEvent(ledger, id))?.document);
  const [seller, settings] = [await readSeller(ledger), await readSettings(tx)];
  await issueDocuments(
    tx,
    [...moved.values()].map(({ order, payment }) => {
      return { order, payment, event: events.get(order.eventId) };
    }),
    { seller: seller?.document, settings: settings?.document },
  );
}

// All but what corrects details.
const movesMoney = ({ from, status, cause }: OrderChangeJob) =>
  from !== status || !cause.startsWith('office:');
