import { ApiError, type LinkedOrder } from '@onsale/api-client';
import { atVenue, formatMoment } from '@onsale/i18n';
import { Button, Loading, Notice, TextField } from '@onsale/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { currentLanguage } from '../app/language.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { EMAIL_LENGTH, EMAIL_PATTERN } from '../checkout/email-address.ts';
import { m } from '../paraglide/messages.js';
import { linkedOrdersQuery, requestLinks, tokenOf } from './link-queries.ts';
import classes from './MyOrdersPage.module.css';

/** `/my-orders`: for a buyer who has lost the link; with the secret of a mail behind a #, the orders. */
export function MyOrdersPage() {
  const token = useToken();
  return token === undefined ? <AskPage /> : <OrdersPage token={token} />;
}

function AskPage({ isOver = false }: { isOver?: boolean }) {
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const { mutate, isPending, isSuccess, error, variables } = useMutation({
    mutationFn: (address: string) => requestLinks(address, currentLanguage()),
  });
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const address = email.trim();
    const isAddress = EMAIL_PATTERN.test(address);
    setWrong(!isAddress);
    if (isAddress) mutate(address);
  };
  return (
    <ShopPage title={m.links_title()}>
      <div className={classes.page}>
        <h1>{m.links_title()}</h1>
        {isOver ? (
          <Notice live tone="warn" title={m.links_over()} text={m.links_over_text()} />
        ) : null}
        <p>{m.links_text()}</p>
        <form className={classes.form} noValidate onSubmit={submit} aria-busy={isPending}>
          <TextField
            type="email"
            label={m.links_email()}
            value={email}
            maxLength={EMAIL_LENGTH}
            autoComplete="email"
            error={isWrong ? m.links_email_wrong() : undefined}
            onInput={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <Button type="submit" disabled={isPending}>
            {isPending ? m.links_asking() : m.links_ask()}
          </Button>
        </form>
        {isSuccess ? (
          <Notice
            live
            tone="good"
            title={m.links_asked({ address: variables })}
            text={m.links_asked_text()}
          />
        ) : null}
        {error === null ? null : <Notice live tone="bad" title={askProblem(error)} />}
      </div>
    </ShopPage>
  );
}

function askProblem(error: Error): string {
  if (error instanceof ApiError && error.status === 400) return m.links_email_wrong();
  return error instanceof ApiError && error.status === 429 ? m.links_often() : m.links_failed();
}

function OrdersPage({ token }: { token: string }) {
  const query = useQuery(linkedOrdersQuery(token));
  const { data: orders, error } = query;
  // It was opened too late, or is not whole.
  if (error !== null) return <AskPage isOver />;
  return (
    <ShopPage title={m.links_title()} notice={<TroubleNotice query={query} />}>
      <div className={classes.page}>
        <h1>{m.links_title()}</h1>
        {orders === undefined ? (
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        ) : (
          <ul className={classes.orders}>
            {orders.map((order) => (
              <li key={order.orderId}>
                <OrderLink order={order} />
              </li>
            ))}
          </ul>
        )}
        {orders?.length === 0 ? <p>{m.links_none()}</p> : null}
      </div>
    </ShopPage>
  );
}

function OrderLink({ order }: { order: LinkedOrder }) {
  const { orderId, eventName, startsAt, placedAt, tickets, status } = order;
  return (
    <Link href={`/orders/${encodeURIComponent(orderId)}`} className={classes.order}>
      <strong dir="auto">{eventName}</strong>
      <span>
        {startsAt === undefined ? null : `${atVenue({ startsAt }).long} · `}
        {m.links_tickets({ count: tickets })}
        {status === 'refunded' || status === 'cancelled' ? ` · ${m.links_gone()}` : ''}
      </span>
      <span>{m.links_placed({ at: formatMoment(placedAt) })}</span>
    </Link>
  );
}

// Whoever opens a link of another mail in this window changes only what follows the #.
function useToken(): string | undefined {
  const [token, setToken] = useState(() => tokenOf(window.location.hash));
  useEffect(() => {
    const read = () => setToken(tokenOf(window.location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return token;
}
