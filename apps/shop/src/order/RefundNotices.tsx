import type { OrderPayment } from '@onsale/api-client';
import { formatMinute, formatPrice } from '@onsale/i18n';
import { Notice } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import classes from './RefundNotices.module.css';
import type { Refund } from './use-payment.ts';

/** The money that goes back, or has gone back, and why: one notice for each refund. */
export function RefundNotices({ payment }: { payment: OrderPayment }) {
  const { refunds, currency } = payment;
  if (refunds.length === 0) return null;
  return (
    <div className={classes.refunds}>
      {refunds.map((refund) => {
        const amount = formatPrice(refund.amount, currency);
        return (
          <Notice
            key={`${refund.askedAt} ${refund.amount}`}
            live
            tone={refund.state === 'done' ? 'good' : refund.state === 'failed' ? 'warn' : 'calm'}
            title={TITLES[refund.state]({ amount })}
            text={`${REASONS[refund.reason]()} ${remarkOf(refund)}`.trim()}
          />
        );
      })}
    </div>
  );
}

const TITLES: Record<Refund['state'], (inputs: { amount: string }) => string> = {
  asked: m.pay_refund_under_way,
  pending: m.pay_refund_under_way,
  waiting_for_balance: m.pay_refund_under_way,
  done: m.pay_refund_done,
  failed: m.pay_refund_failed,
};

const REASONS: Record<Refund['reason'], () => string> = {
  // The headline of an order that has expired says so.
  late: () => '',
  cancelled: m.pay_refund_cancelled,
  twice: m.pay_refund_twice,
  wrong_amount: m.pay_refund_wrong_amount,
  seller: m.pay_refund_seller,
  provider: m.pay_refund_seller,
};

function remarkOf({ state, doneAt }: Refund): string {
  if (state === 'failed') return m.pay_refund_by_hand();
  if (state !== 'done' || doneAt === undefined) return m.pay_refund_soon();
  return m.pay_refund_sent({ when: formatMinute(doneAt) });
}
