import type { OrderDetail, StaffDispute } from '@onsale/api-client';
import { formatMinute, formatPrice } from '@onsale/i18n';
import { Alert, Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { wordsOfRefund } from '../words-of-order.ts';

const ATTEMPTS = {
  starting: () => m.orders_attempt_starting(),
  open: () => m.orders_attempt_open(),
  processing: () => m.orders_attempt_processing(),
  paid: () => m.orders_attempt_paid(),
  failed: () => m.orders_attempt_failed(),
  expired: () => m.orders_attempt_expired(),
} as const;

const DISPUTES: Record<StaffDispute['state'], () => string> = {
  needs_response: () => m.orders_dispute_needs_response(),
  under_review: () => m.orders_dispute_under_review(),
  won: () => m.orders_dispute_won(),
  lost: () => m.orders_dispute_lost(),
};

/** What the provider knows of the money. */
export function PaymentPanel({ detail: { payment } }: { detail: OrderDetail }) {
  if (payment === undefined) return null;
  const { currency, markedPaid, attempts, refunds, disputes, problems } = payment;
  const price = (amount: number) => formatPrice(amount, currency);
  return (
    <Panel title={m.orders_payment_title()}>
      {problems.map((problem) => (
        <Alert key={problem} color="bad" variant="light" mb="sm">
          {problem}
        </Alert>
      ))}
      <Stack gap="xs">
        {markedPaid === undefined ? null : (
          <Line
            title={m.orders_payment_marked({ reference: markedPaid.reference })}
            at={markedPaid.at}
          />
        )}
        {attempts.map(({ number, state, amount, paymentId, startedAt }) => (
          <Line
            key={`attempt ${number}`}
            title={`${m.orders_attempt({ number })}: ${ATTEMPTS[state]()}`}
            at={startedAt}
            reference={paymentId}
          >
            {amount === undefined ? null : price(amount)}
          </Line>
        ))}
        {refunds.map(({ id, amount, state, problem, askedAt, providerId }) => (
          <Line
            key={`refund ${id}`}
            title={`${m.orders_refund_of({ amount: price(amount) })}: ${wordsOfRefund(state)}`}
            at={askedAt}
            reference={providerId}
          >
            {problem}
          </Line>
        ))}
        {disputes.map(({ id, amount, state, respondBy }) => (
          <Line
            key={`dispute ${id}`}
            title={`${m.orders_dispute_of({ amount: price(amount) })}: ${DISPUTES[state]()}`}
            reference={id}
          >
            {respondBy === undefined || state !== 'needs_response' ? null : (
              <Text span c="var(--bad)" fw={600}>
                {m.orders_dispute_by({ time: formatMinute(respondBy) })}
              </Text>
            )}
          </Line>
        ))}
      </Stack>
    </Panel>
  );
}

function Line({
  title,
  at,
  reference,
  children,
}: {
  title: string;
  at?: string;
  /** The provider's own name for it. */
  reference?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <Text component="div" size="sm" c="dimmed">
        {at === undefined ? null : `${formatMinute(at)} `}
        {children}
        {reference === undefined ? null : (
          <>
            {' '}
            <Code style={{ overflowWrap: 'anywhere' }}>{reference}</Code>
          </>
        )}
      </Text>
    </div>
  );
}
