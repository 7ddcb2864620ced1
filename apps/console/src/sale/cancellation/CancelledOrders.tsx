import { Button, Text } from '@mantine/core';
import { type Cancellation, type CancelledOrder, officeApi } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { TextLink } from '../../app/links.tsx';
import { LoadedPages } from '../../app/LoadedPages.tsx';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { wordsOfMethod } from '../../orders/words-of-order.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';
import { cancelledOrdersQuery } from '../sale-queries.ts';

/** Orders of a cancelled event of which somebody must take care, each to be ticked off. */
export function CancelledOrders({
  task,
  state,
  title,
  text,
}: {
  task: Cancellation;
  state: 'failed' | 'to_pay_back';
  title: string;
  text?: string;
}) {
  const { eventId } = task;
  const query = useInfiniteQuery(cancelledOrdersQuery(eventId, state));
  const may = useMay();
  const note = usePaidBack(eventId);
  return (
    <Panel title={title}>
      {text === undefined ? null : <Text mb="sm">{text}</Text>}
      <LoadedPages query={query} empty={null}>
        {(rows) => (
          <RowList
            label={title}
            rows={rows}
            rowKey={({ orderId }) => orderId}
            columns={[
              {
                label: m.sale_col_buyer(),
                isHeadline: true,
                render: (order) => (
                  <TextLink to="/orders/$orderId" params={{ orderId: order.orderId }}>
                    {nameOf(order)}
                  </TextLink>
                ),
              },
              {
                label: m.sale_col_amount(),
                isNumber: true,
                render: ({ amount, currency }) => formatPrice(amount, currency),
              },
              {
                label: m.sale_col_paid_by(),
                render: ({ paymentMethod }) => wordsOfMethod(paymentMethod),
              },
              ...(state === 'failed'
                ? [
                    {
                      label: m.sale_col_problem(),
                      render: ({ problem }: CancelledOrder) => problem ?? '',
                    },
                  ]
                : []),
              ...(may('orders.refund', eventId)
                ? [
                    {
                      label: '',
                      render: (order: CancelledOrder) => (
                        <Button
                          size="compact-md"
                          variant="default"
                          aria-label={`${m.sale_paid_back()}: ${nameOf(order)}`}
                          loading={note.isPending && note.variables.orderId === order.orderId}
                          onClick={() => note.mutate(order)}
                        >
                          {m.sale_paid_back()}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </LoadedPages>
    </Panel>
  );
}

const nameOf = ({ name, email, orderId }: CancelledOrder): string =>
  name || email || m.sale_unnamed({ id: orderId });

function usePaidBack(eventId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ orderId }: CancelledOrder) =>
      officeApi.post('/v1/events/{eventId}/cancellation/orders/{orderId}/paid-back', {
        path: { eventId, orderId },
      }),
    onError: notifyFailure,
    onSuccess: async (_done, order) => {
      notifyDone(m.sale_paid_back_done({ name: nameOf(order) }));
      await client.invalidateQueries({ queryKey: ['sale', eventId] });
    },
  });
}
