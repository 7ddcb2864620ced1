import type { PaymentsReport } from '@onsale/api-client';
import { formatMinute, formatPrice } from '@onsale/i18n';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { wordsOfRefund } from '../orders/words-of-order.ts';
import { Panel } from '../ui/Panel.tsx';
import { RowList } from '../ui/RowList.tsx';
import { count, price } from './report-columns.ts';
import { paymentsQuery, type ReportQuery } from './report-queries.ts';
import { wordsOfDispute, wordsOfProvider, wordsOfRefundReason } from './words-of-money.ts';

/** What was paid, refunded and disputed, and what of it somebody must look at. */
export function PaymentsPanels({ query }: { query: ReportQuery }) {
  const payments = useQuery(paymentsQuery(query));
  return (
    <Loaded query={payments}>
      {(report) => (
        <div aria-busy={payments.isPlaceholderData}>
          <OpenDisputes disputes={report.openDisputes} />
          <FailedRefunds refunds={report.failedRefunds} />
          <Payments report={report} />
        </div>
      )}
    </Loaded>
  );
}

function Payments({ report: { providers, refunds, disputes } }: { report: PaymentsReport }) {
  return (
    <Panel title={m.reports_payments()}>
      <Stack gap="md">
        {providers.length === 0 ? (
          <Text size="sm" c="dimmed">
            {m.reports_payments_none()}
          </Text>
        ) : (
          <RowList
            label={m.reports_payments()}
            rows={providers}
            rowKey={({ provider, currency }) => `${provider} ${currency}`}
            columns={[
              {
                label: m.reports_provider(),
                isHeadline: true,
                render: ({ provider }) => wordsOfProvider(provider),
              },
              count(m.reports_payments(), 'payments'),
              price(m.reports_received(), 'received'),
              price(m.reports_returned(), 'returned'),
            ]}
          />
        )}
        {refunds.length === 0 ? null : (
          <RowList
            label={m.reports_refunds()}
            rows={refunds}
            rowKey={({ state, reason, currency }) => [state, reason, currency].join(' ')}
            columns={[
              {
                label: m.reports_refunds(),
                isHeadline: true,
                render: ({ reason }) => wordsOfRefundReason(reason),
              },
              { label: m.reports_state(), render: ({ state }) => wordsOfRefund(state) },
              count(m.reports_count(), 'refunds'),
              price(m.reports_amount(), 'amount'),
            ]}
          />
        )}
        {disputes.length === 0 ? null : (
          <RowList
            label={m.reports_disputes()}
            rows={disputes}
            rowKey={({ state, currency }) => `${state} ${currency}`}
            columns={[
              {
                label: m.reports_disputes(),
                isHeadline: true,
                render: ({ state }) => wordsOfDispute(state),
              },
              count(m.reports_count(), 'disputes'),
              price(m.reports_amount(), 'amount'),
            ]}
          />
        )}
      </Stack>
    </Panel>
  );
}

function OpenDisputes({ disputes }: { disputes: PaymentsReport['openDisputes'] }) {
  if (disputes.length === 0) return null;
  return (
    <Panel title={m.reports_open_disputes()}>
      <Text size="sm" c="dimmed" mb="sm">
        {m.reports_whatever_period()}
      </Text>
      <RowList
        label={m.reports_open_disputes()}
        rows={disputes}
        rowKey={({ disputeId }) => disputeId}
        columns={[
          {
            label: m.reports_order(),
            isHeadline: true,
            render: ({ orderId }) => <OrderLink orderId={orderId} />,
          },
          { label: m.reports_state(), render: ({ state }) => wordsOfDispute(state) },
          {
            label: m.reports_respond_by(),
            render: ({ respondBy }) => (respondBy === undefined ? '–' : formatMinute(respondBy)),
          },
          price(m.reports_amount(), 'amount'),
        ]}
      />
    </Panel>
  );
}

function FailedRefunds({ refunds }: { refunds: PaymentsReport['failedRefunds'] }) {
  if (refunds.length === 0) return null;
  return (
    <Panel title={m.reports_failed_refunds()}>
      <Text size="sm" c="dimmed" mb="sm">
        {m.reports_whatever_period()}
      </Text>
      <RowList
        label={m.reports_failed_refunds()}
        rows={refunds}
        rowKey={({ refundId }) => refundId}
        columns={[
          {
            label: m.reports_order(),
            isHeadline: true,
            render: ({ orderId }) => <OrderLink orderId={orderId} />,
          },
          {
            label: m.reports_state(),
            render: ({ state, problem }) => (
              <>
                {wordsOfRefund(state)}
                {problem === undefined ? null : (
                  <Text size="xs" c="dimmed">
                    {problem}
                  </Text>
                )}
              </>
            ),
          },
          { label: m.reports_asked(), render: ({ askedAt }) => formatMinute(askedAt) },
          {
            label: m.reports_amount(),
            isNumber: true,
            render: ({ amount, currency }) => formatPrice(amount, currency),
          },
        ]}
      />
    </Panel>
  );
}

function OrderLink({ orderId }: { orderId: string }) {
  return (
    <TextLink to="/orders/$orderId" params={{ orderId }} style={{ overflowWrap: 'anywhere' }}>
      {orderId}
    </TextLink>
  );
}
