import { RadioField } from '@onsale/ui';
import { useId } from 'react';
import { m } from '../paraglide/messages.js';
import type { FieldsProps } from './BuyerFields.tsx';
import classes from './CheckoutForm.module.css';
import type { Payment } from './payment.ts';
import { nameOfMethod } from './payment-methods.ts';

/** How the order is paid, where that can be chosen. */
export function PaymentFields({
  payment,
  method,
  problems,
  isBusy,
  onChange,
}: FieldsProps & { payment: Payment; method: string }) {
  const errorId = useId();
  const isWrong = problems['paymentMethod'] !== undefined;
  if (payment.kind !== 'paid' || payment.methods.length < 2) return null;
  return (
    <fieldset
      className={classes.group}
      disabled={isBusy}
      aria-describedby={isWrong ? errorId : undefined}
    >
      <legend>{m.checkout_payment()}</legend>
      {payment.methods.map((each) => (
        <RadioField
          key={each}
          name="paymentMethod"
          value={each}
          label={nameOfMethod(each)}
          checked={method === each}
          onChange={() => onChange({ paymentMethod: each })}
        />
      ))}
      {isWrong ? (
        <p id={errorId} className={classes.error} role="alert">
          {m.payment_refused()}
        </p>
      ) : null}
    </fieldset>
  );
}
