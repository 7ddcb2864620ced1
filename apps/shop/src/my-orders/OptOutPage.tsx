import { ApiError } from '@onsale/api-client';
import { Button, Notice } from '@onsale/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ShopPage } from '../app/ShopPage.tsx';
import { m } from '../paraglide/messages.js';
import { optOut, tokenOf } from './link-queries.ts';
import classes from './MyOrdersPage.module.css';

/** `/opt-out#…`: ends the messages of the seller. A button, because programs open the links of mails too. */
export function OptOutPage() {
  const [token] = useState(() => tokenOf(window.location.hash));
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: optOut });
  const isGone = token === undefined || (error instanceof ApiError && error.status === 404);
  return (
    <ShopPage title={m.optout_title()}>
      <div className={classes.page}>
        <h1>{m.optout_title()}</h1>
        <p>{m.optout_text()}</p>
        {isSuccess ? <Notice live tone="good" title={m.optout_done()} /> : null}
        {isGone ? (
          <Notice live tone="bad" title={m.optout_broken()} text={m.optout_broken_text()} />
        ) : (
          <>
            {error === null ? null : <Notice live tone="bad" title={m.optout_failed()} />}
            {isSuccess ? null : (
              <div>
                <Button disabled={isPending} onClick={() => mutate(token)}>
                  {m.optout_stop()}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </ShopPage>
  );
}
