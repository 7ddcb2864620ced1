import { type EventChangeJob, type Planning, queueWebhookEvents } from '@onsale/records';
import { webhooksOfEventChange } from '../webhooks/webhooks-of-event.ts';
import { planCancelledEvents } from './plan-notices.ts';

/** Plans what changes of events give, in the transaction that removes their jobs. */
export async function planEventChanges(
  planning: Planning,
  changes: readonly EventChangeJob[],
): Promise<void> {
  await planCancelledEvents(planning, changes);
  await queueWebhookEvents(planning, changes.flatMap(webhooksOfEventChange));
}
