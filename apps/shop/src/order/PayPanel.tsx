import { onOurClock, type Order, type OrderPayment } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import { Button, PaperTicket, useSecondsUntil } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { CancelButton } from './CancelButton.tsx';
import { formatCountdown } from './countdown.ts';
import classes from './PayPanel.module.css';
import { type PayState, usePay } from './use-pay.ts';

/** From here on the time is as good as over for whoever has yet to find a card. */
const HURRY_S = 60;

/** A held order that is paid online: how long it is held, the way to pay, and the way out. */
export function PayPanel({
  order,
  payment,
  isKnown,
  until,
}: {
  order: Order;
  payment: OrderPayment | undefined;
  /** Whether it is known how the payment stands, or that nobody says so. */
  isKnown: boolean;
  until: string;
}) {
  const seconds = useSecondsUntil(onOurClock(until));
  const { state, pay } = usePay(order);
  if (payment?.state === 'checking' || payment?.state === 'paid') {
    return <p className={classes.checking}>{m.pay_checking_soon()}</p>;
  }
  if (seconds === 0) {
    const isClear = payment?.state === 'none' || payment?.state === 'failed';
    return <p className={classes.checking}>{isClear ? m.order_hold_over() : m.pay_over()}</p>;
  }
  const amount = formatPrice(order.grandTotal, order.currency);
  const isHurried = seconds <= HURRY_S;
  return (
    <>
      <PaperTicket
        className={classes.panel}
        chosen
        body={
          <div className={classes.time} data-hurried={isHurried}>
            <p role="timer">
              {m.order_hold_left()} <strong>{formatCountdown(seconds)}</strong>
            </p>
            <p role="status">{isHurried ? m.pay_hurry() : null}</p>
          </div>
        }
        stub={
          <div className={classes.way}>
            <WayToPay
              {...{ state, pay, isKnown }}
              words={payment?.state === 'failed' ? m.pay_again({ amount }) : m.pay_now({ amount })}
            />
          </div>
        }
      />
      <CancelButton orderId={order.orderId} />
    </>
  );
}

function WayToPay({
  state,
  pay,
  isKnown,
  words,
}: {
  state: PayState;
  pay: () => void;
  isKnown: boolean;
  words: string;
}) {
  const isLeaving = state.step === 'asking' || state.step === 'leaving';
  return (
    <>
      <Button wide disabled={!isKnown || isLeaving || state.step === 'offline'} onClick={pay}>
        {isLeaving ? m.pay_leaving() : state.step === 'waiting' ? m.pay_try_now() : words}
      </Button>
      <div role="status" className={classes.state}>
        {state.step === 'leaving' ? (
          <p>
            {m.pay_stuck()} <a href={state.url}>{m.pay_go_on()}</a>
          </p>
        ) : null}
        {state.step === 'waiting' ? <Unreachable nextTryAtMs={state.nextTryAtMs} /> : null}
        {state.step === 'offline' ? <p className={classes.trouble}>{m.pay_offline()}</p> : null}
        {state.step === 'refused' ? <p className={classes.trouble}>{m.pay_refused()}</p> : null}
      </div>
      {state.step === 'idle' ? <p className={classes.hint}>{m.pay_hint()}</p> : null}
    </>
  );
}

function Unreachable({ nextTryAtMs }: { nextTryAtMs: number }) {
  const seconds = useSecondsUntil(nextTryAtMs);
  return (
    <p className={classes.trouble}>
      {m.pay_unreachable()} {/* Not read out each second. */}
      <span aria-hidden="true">
        {seconds > 0 ? m.trouble_retry({ seconds }) : m.trouble_retry_now()}
      </span>
    </p>
  );
}
