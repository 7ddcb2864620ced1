import { type Order, unpackOrder } from '@onsale/ledger';
import {
  createNotice,
  type EventChangeJob,
  type NewMail,
  noteQueued,
  type NoticedOrder,
  type Planning,
  queueMails,
  readNoticed,
  type StoredNotice,
  takeNotice,
  URGENCY,
} from '@onsale/records';
import { endedWithEvent, eventCancelledMail, mailAbout } from './mails-of-change.ts';

/** Mails queued in one transaction. */
const PAGE = 200;

/** Begins to tell all who have tickets of events that were cancelled. */
export async function planCancelledEvents(
  { tx }: Planning,
  changes: readonly EventChangeJob[],
): Promise<void> {
  for (const { eventId, status, statusBefore } of changes) {
    if (status !== 'cancelled' || statusBefore === 'cancelled') continue;
    await createNotice(tx, {
      key: `event_cancelled:${eventId}`,
      eventId,
      kind: 'event_cancelled',
    });
  }
}

/** Queues the next mails of the oldest notice; false when there is none. */
export async function planNoticePage(planning: Planning): Promise<boolean> {
  const notice = await takeNotice(planning.tx);
  if (notice === undefined) return false;
  const page = await readNoticed(planning.tx, notice, PAGE);
  const mails = await queueMails(
    planning,
    page.flatMap((one) => mailsOf(notice, orderOf(one))),
  );
  await noteQueued(planning.tx, notice.notice_id, {
    lastOrderId: page.at(-1)?.orderId,
    mails: mails.length,
    isAll: page.length < PAGE,
  });
  return true;
}

function orderOf({ orderId, record, placedAt }: NoticedOrder): Order | undefined {
  try {
    return { id: orderId, createdAtMs: placedAt.getTime(), ...unpackOrder(record) };
  } catch {
    return undefined;
  }
}

function mailsOf(notice: StoredNotice, order: Order | undefined): NewMail[] {
  if (order === undefined) return [];
  const many = { urgency: URGENCY.many };
  const { kind, notice_id: noticeId, about } = notice;
  switch (kind) {
    case 'event_cancelled':
      // Orders that had ended before are not concerned.
      if (order.status !== 'confirmed' && order.status !== 'held' && !endedWithEvent(order)) {
        return [];
      }
      return [{ ...eventCancelledMail(order), ...many }];
    case 'event_changed': {
      const { before, note } = about;
      const key = `event_changed:${noticeId}:${order.id}`;
      const said = { before, ...(note === undefined ? {} : { note }) };
      return [{ ...mailAbout(order, { key, kind, about: said }), ...many }];
    }
    case 'reminder': {
      const key = `reminder:${noticeId}:${order.id}`;
      return [{ ...mailAbout(order, { key, kind }), ...many }];
    }
    default:
      return kind satisfies never;
  }
}
