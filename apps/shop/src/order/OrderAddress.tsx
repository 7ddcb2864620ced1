import { Button, TextField } from '@onsale/ui';
import { useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';
import classes from './OrderNext.module.css';

const COPIED_MS = 2000;

/** The address of the order, which is all that leads back to it: to copy, or to select by hand. */
export function OrderAddress() {
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (copied !== true) return undefined;
    const timer = setTimeout(() => setCopied(undefined), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Without what a payment page may have added to it.
  const href = window.location.origin + window.location.pathname;
  // Only pages that came by https, or from this machine, may copy; and a visitor may forbid it.
  if (!window.isSecureContext || copied === false) {
    return (
      <div className={classes.address}>
        <TextField
          label={m.order_address()}
          value={href}
          readOnly
          onFocus={(focused) => focused.currentTarget.select()}
        />
      </div>
    );
  }
  const copy = () =>
    navigator.clipboard.writeText(href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <>
      <Button look="plain" onClick={() => void copy()}>
        {m.order_copy()}
      </Button>
      <span role="status">{copied === true ? m.order_copied() : null}</span>
    </>
  );
}
