import { Alert, Loader, Stack, TextInput } from '@mantine/core';
import { type CancellationEstimate, type LiveSale, officeApi } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, wordsOfFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { eventQuery } from '../../events/event-queries.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { cancellationQuery, estimateQuery } from '../sale-queries.ts';

/** Says what cancelling costs before anybody can press the button, which needs the name of the event. */
export function CancelDialog({ sale, onClose }: { sale: LiveSale; onClose: () => void }) {
  const { eventId, name } = sale;
  const [confirm, setConfirm] = useState('');
  const [reason, setReason] = useState('');
  const [isWrong, setWrong] = useState(false);
  const estimate = useQuery(estimateQuery(eventId));
  const cancel = useCancel(eventId, onClose);
  const isBusy = cancel.isPending;
  return (
    <ConfirmDialog
      isOpen
      title={m.sale_cancel_dialog({ name })}
      confirm={m.sale_cancel_do()}
      cancel={m.sale_cancel_keep()}
      close={m.app_close()}
      isDangerous
      isBusy={isBusy}
      onClose={onClose}
      onConfirm={() => {
        const isRight = confirm.trim() === name.trim();
        setWrong(!isRight);
        if (isRight && estimate.data !== undefined) cancel.mutate({ confirm, reason });
      }}
    >
      <Stack>
        {estimate.data === undefined ? (
          <Loader aria-label={m.sale_cancel_reading()} />
        ) : (
          <Estimate estimate={estimate.data} />
        )}
        {estimate.error === null ? null : (
          <Alert color="bad">{wordsOfFailure(estimate.error)}</Alert>
        )}
        <TextInput
          label={m.sale_cancel_confirm()}
          description={name}
          value={confirm}
          error={isWrong ? m.sale_cancel_wrong({ name }) : undefined}
          autoComplete="off"
          onChange={(event) => setConfirm(event.currentTarget.value)}
        />
        <TextInput
          label={m.sale_cancel_reason()}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {cancel.error === null ? null : <Alert color="bad">{wordsOfFailure(cancel.error)}</Alert>}
      </Stack>
    </ConfirmDialog>
  );
}

function Estimate({ estimate }: { estimate: CancellationEstimate }) {
  const { orders, tickets, provider, byHand } = estimate;
  const count = (number: number) => (number === 0 ? undefined : formatCount(number));
  const amounts = (some: readonly { amount: number; currency: string; orders: number }[]) =>
    some.map((each) =>
      m.sale_cancel_amount({
        amount: formatPrice(each.amount, each.currency),
        count: each.orders,
        text: formatCount(each.orders),
      }),
    );
  const available = provider.flatMap((each) =>
    each.available === undefined ? [] : [formatPrice(each.available, each.currency)],
  );
  return (
    <Stack>
      <Facts
        facts={[
          [m.sale_cancel_tickets(), formatCount(tickets)],
          [m.sale_cancel_provider(), amounts(provider).join(' · ')],
          [m.sale_cancel_available(), available.join(' · ')],
          [m.sale_cancel_by_hand(), amounts(byHand).join(' · ')],
          [m.sale_cancel_free(), count(orders.free)],
          [m.sale_cancel_held(), count(orders.held)],
        ]}
      />
      {provider.map((each) => (
        <Balance key={each.currency} {...each} />
      ))}
      {orders.disputed === 0 ? null : (
        <Alert color="warn">
          {m.sale_cancel_disputed({ count: orders.disputed, text: formatCount(orders.disputed) })}
        </Alert>
      )}
    </Stack>
  );
}

function Balance({ missing, currency }: CancellationEstimate['provider'][number]) {
  if (missing === undefined) return <Alert color="gray">{m.sale_cancel_unknown()}</Alert>;
  if (missing === 0) return <Alert color="good">{m.sale_cancel_enough()}</Alert>;
  const amount = formatPrice(missing, currency);
  return <Alert color="warn">{m.sale_cancel_missing({ amount })}</Alert>;
}

function useCancel(eventId: string, onClose: () => void) {
  const client = useQueryClient();
  // One dialog is one purpose, however often its button is pressed.
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ confirm, reason }: { confirm: string; reason: string }) =>
      officeApi.post('/v1/events/{eventId}/cancellation', {
        path: { eventId },
        headers: { 'idempotency-key': key },
        body: { confirm, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      }),
    onSuccess: async (task) => {
      client.setQueryData(cancellationQuery(eventId).queryKey, task);
      notifyDone(m.sale_cancel_begun());
      onClose();
      await client.invalidateQueries({ queryKey: eventQuery(eventId).queryKey });
    },
  });
}
