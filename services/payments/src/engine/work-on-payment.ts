import {
  type Ledger,
  type Payment,
  type PaymentAttempt,
  type PaymentSnapshot,
  type ReadArchivedOrder,
  readPayment,
  writePayment,
} from '@onsale/ledger';
import type { Provider } from '../provider/provider.ts';
import { FIRST_PAUSE_MS } from './back-off.ts';
import { expireCheckout, type ProviderCall, readCheckout, startCheckout } from './call-provider.ts';
import { readRefund, sendRefund } from './call-refund.ts';
import { confirmOrder, openHold, returnHold } from './finish-payment.ts';
import { dropRefund, giveBack } from './give-back.ts';
import { noteRefund } from './note-refund.ts';
import { readDispute } from './read-dispute.ts';
import { type PaymentAction, planPayment } from './plan.ts';
import { requireReplicas } from './replicas.ts';
import { storePayment } from './store-payment.ts';

/** What working on payments needs. */
export interface PaymentWork {
  ledger: Ledger;
  provider: Provider;
  /** Reads orders that have left Redis; undefined where nobody can be asked for them. */
  readArchived: ReadArchivedOrder | undefined;
  /** The address of the shop. */
  publicUrl: string;
  /** How long an order stays held after its deadline while the provider cannot be asked. */
  giveUpMs: number;
  /** Replicas that must have what money is moved for. */
  replicas: number;
  /** Told of each payment that was stored. */
  changed: (before: Payment | undefined, after: Payment) => void;
}

/** More steps in a row than any order needs: something is wrong, and others must have their turn. */
const MAX_STEPS = 40;

/**
 * Does all that can be done for the payment of an order now: reads it, decides on the next step, takes it,
 * stores what came of it, and so on until nothing is left to do but to wait. A step that was taken but not
 * stored, as the process was killed or another one was faster, is taken again and has its effect once.
 * Returns how it stands then; undefined when there is no such order or payment. Throws when Redis is away;
 * then others take it up.
 */
export async function workOnPayment(
  work: PaymentWork,
  orderId: string,
): Promise<PaymentSnapshot | undefined> {
  const { ledger } = work;
  for (let step = 0; step < MAX_STEPS; step++) {
    const snapshot = await readPayment(ledger, orderId);
    if (snapshot?.payment === undefined) {
      await writePayment(ledger, orderId, { before: undefined, dueInMs: undefined });
      return snapshot;
    }
    const known = { ...snapshot, payment: snapshot.payment };
    const action = planPayment(known);
    if (action.do === 'rest') {
      if (await rest(ledger, known, action.untilMs)) return snapshot;
      continue;
    }
    const after = await take(work, { action, snapshot: known });
    if (after === undefined) continue;
    // Another process may have got the tickets for the same money after this one was refused them.
    const isDoubtful = action.do === 'confirm' && !isUsed(after, action.attempt);
    await storePayment(work, known, { after, ...(isDoubtful ? { head: known.head } : {}) });
  }
  throw new Error(`a payment took ${MAX_STEPS} steps without coming to rest`);
}

function isUsed({ attempts }: Payment, { number }: PaymentAttempt): boolean {
  return attempts.some((each) => each.number === number && each.use === 'tickets');
}

// False when order or payment have changed since they were read, so that there may be something to do.
async function rest(
  ledger: Ledger,
  { order, payment, head, nowMs }: PaymentSnapshot,
  untilMs: number | undefined,
): Promise<boolean> {
  const dueInMs = untilMs === undefined ? undefined : Math.max(FIRST_PAUSE_MS / 4, untilMs - nowMs);
  const change = { before: payment, head, dueInMs };
  return (await writePayment(ledger, order.id, change)) !== 'changed';
}

// Returns the payment as it is to be stored; undefined when only the order has changed.
async function take(
  work: PaymentWork,
  {
    action,
    snapshot,
  }: {
    action: Exclude<PaymentAction, { do: 'rest' }>;
    snapshot: PaymentSnapshot & { payment: Payment };
  },
): Promise<Payment | undefined> {
  const { ledger, provider } = work;
  const { order, payment, nowMs, archived } = snapshot;
  const orderUrl = orderUrlOf(work.publicUrl, order.id);
  const call: ProviderCall = {
    ...{ provider, orderId: order.id, orderUrl, payment, nowMs },
    isArchived: archived !== undefined,
  };
  switch (action.do) {
    case 'open-hold':
      await openHold(ledger, snapshot, work.giveUpMs);
      return undefined;
    case 'return-hold':
      await returnHold(ledger, snapshot, action.isOver);
      return undefined;
    case 'confirm':
      return await confirmOrder(ledger, snapshot, action.attempt);
    case 'give-back':
      return giveBack(payment, action.attempt, { reason: action.reason, nowMs });
    case 'start-checkout':
      await requireReplicas(work, order.id);
      return await startCheckout(call, action.attempt);
    case 'expire-checkout':
      return await expireCheckout(call, action.attempt);
    case 'read-checkout':
      return await readCheckout(call, action.attempt);
    case 'drop-refund':
      return dropRefund(payment, action.refund);
    case 'note-refund':
      return await noteRefund(ledger, snapshot, action.refund);
    case 'read-refund':
      return await readRefund(call, action.refund);
    case 'read-dispute':
      return await readDispute(call, action.dispute);
    case 'send-refund': {
      const { refund } = action;
      if (refund.isSent !== true) {
        const sent = { ...refund, isSent: true };
        return {
          ...payment,
          refunds: payment.refunds.map((each) => (each === refund ? sent : each)),
        };
      }
      await requireReplicas(work, order.id);
      return await sendRefund(call, refund);
    }
    default:
      return action satisfies never;
  }
}

/** The address of an order's page. */
export function orderUrlOf(publicUrl: string, orderId: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/orders/${orderId}`;
}
