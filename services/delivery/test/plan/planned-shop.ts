import { after } from 'node:test';
import {
  applyCatalog,
  ensureWorkerGroup,
  type EventDocument,
  type NewOrder,
  openLedger,
} from '@onsale/ledger';
import { openJobs, recordShard } from '@onsale/records';
import { eventually, startDelivery } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';
import { orderOf, place, settleAll } from '../../../../packages/ledger/test/test-ledger.ts';

/** A mail as these tests look at it. */
export interface PlannedMail {
  kind: string;
  address: string;
  order_id: string | null;
  about: Record<string, unknown>;
  state: string;
}

/** A shop whose orders are recorded on demand, and delivery, which plans what they give. */
export async function startPlannedShop(event: Partial<EventDocument> = {}) {
  const delivery = await startDelivery();
  const { db, redis, postgres } = delivery;
  const connection = await connectTo(redis.url);
  const ledger = { ...(await openLedger(connection, 1)), redis: connection };
  const jobs = await openJobs(db, () => undefined);
  after(async () => {
    await jobs.stop({ graceful: false });
    await connection.close();
    await delivery.stop();
  });
  await ensureWorkerGroup(connection, 0);
  await applyCatalog(ledger, { events: [{ ...EVENT, ...event }] });
  const parts = { db, ledger, jobs, replicas: 0 };

  const record = async () => {
    for (;;) {
      const turn = await recordShard(parts, 0);
      const isMore = 'isMore' in turn ? turn.isMore : turn.did === 'begin-backfill';
      if (!isMore) return;
    }
  };
  await record();
  return {
    ...{ delivery, db, ledger, jobs, postgres, record },
    /** Sells an order, which is not recorded yet. */
    async sell(email: string, changes: Partial<NewOrder> = {}): Promise<string> {
      const order = orderOf('adult:2', { customer: { name: 'Ada', email }, ...changes });
      await place(ledger, order);
      await settleAll(ledger);
      return order.id;
    },
    /** Sells an order to each of these. */
    async sellMany(emails: readonly string[]): Promise<void> {
      const orders = emails.map((email) =>
        orderOf('adult:2', { customer: { name: 'Ada', email } }),
      );
      await place(ledger, ...orders);
      for (let settled = 0; settled < orders.length;) settled += (await settleAll(ledger)).length;
    },
    mails: async () =>
      await postgres.query<PlannedMail>(
        'select kind, address, order_id, about, state from office.mails order by queued_at, mail_key',
      ),
    /** Waits until all jobs are planned. */
    planned: async () => {
      await eventually(
        async () =>
          await postgres.query<{ waiting: string }>(`
            select (select count(*) from jobs.job
                where name in ('order-changes', 'event-changes', 'messages', 'order-links')
                  and start_after <= now())
              + (select count(*) from office.notices where queued_at is null)
              + (select count(*) from office.messages where state = 'sending' and queued_at is null)
              as waiting`),
        ([row]) => Number(row?.waiting) === 0,
      );
    },
  };
}

/** What it sells. */
export const EVENT: EventDocument = {
  ...{ id: 'show-7', name: 'Show', venue: 'Hall', description: '', currency: 'EUR' },
  startsAt: '2087-06-18T16:00:00Z',
  tickets: [
    {
      ...{ id: 'adult', eventId: 'show-7', name: 'Adult', type: 'adult', description: '' },
      ...{ priceMinor: 1250, currency: 'EUR', capacity: 1000 },
    },
  ],
};
