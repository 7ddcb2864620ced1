import { createHash } from 'node:crypto';
import { holderOf, type Order } from '@onsale/ledger';
import {
  noteToldVersions,
  type OrderChangeJob,
  type PlannedOrder,
  type Planning,
  queueMails,
  queueReplaced,
  queueWebhookEvents,
  readPlannedOrders,
  readTicketsAddress,
} from '@onsale/records';
import { webhooksOfChange } from '../webhooks/webhooks-of-change.ts';
import { isCorrection, mailAbout, mailsOfChange } from './mails-of-change.ts';

/** Plans what changes of orders give, in the transaction that removes their jobs; answers the orders. */
export async function planOrderChanges(
  planning: Planning,
  changes: readonly OrderChangeJob[],
): Promise<PlannedOrder[]> {
  const { tx } = planning;
  const orders = await readPlannedOrders(
    tx,
    changes.map(({ orderId }) => orderId),
  );
  const known = changes.flatMap((change) => {
    const planned = orders.get(change.orderId);
    return planned === undefined ? [] : [{ change, planned }];
  });
  await queueMails(
    planning,
    known.flatMap(({ change, planned }) => mailsOfChange(change, planned)),
  );
  await queueWebhookEvents(
    planning,
    known.flatMap(({ change, planned }) => webhooksOfChange(change, planned)),
  );
  for (const { change, planned } of known) {
    if (isCorrection(change, planned.order)) await planCorrection(planning, planned);
  }
  return [...orders.values()];
}

async function planCorrection(planning: Planning, { order }: PlannedOrder): Promise<void> {
  const replaced = await noteToldVersions(planning.tx, versionsOf(order));
  await queueReplaced(planning, replaced, order);
  // Whoever has waited in vain, since the address was wrong.
  const address = await readTicketsAddress(planning.tx, order.id);
  if (address === undefined || address === order.customer.email) return;
  const hash = createHash('sha256').update(order.customer.email).digest('base64url').slice(0, 12);
  const key = `confirmed:${order.id}:${hash}`;
  await queueMails(planning, [mailAbout(order, { key, kind: 'confirmed' })]);
}

function versionsOf(order: Order) {
  return (order.extras?.holders ?? [])
    .map(([line, number]) => ({ line, number, ...holderOf(order, [line, number]) }))
    .filter(({ version }) => version > 1)
    .map(({ line, number, version }) => ({ orderId: order.id, line, number, version }));
}
