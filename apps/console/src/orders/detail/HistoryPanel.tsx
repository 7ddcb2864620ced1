import type { OrderDetail, OrderHistoryEntry } from '@onsale/api-client';
import { formatMoment, formatPrice } from '@onsale/i18n';
import { Text, Timeline } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { wordsOfRefund, wordsOfStatus } from '../words-of-order.ts';

/** All that happened to the order, the newest first. */
export function HistoryPanel({ detail }: { detail: OrderDetail }) {
  const { history, historyUntil, order } = detail;
  return (
    <Panel title={m.orders_history_title()}>
      {historyUntil === undefined ? null : (
        <Text size="sm" c="dimmed" mb="sm">
          {m.orders_history_until({ time: formatMoment(historyUntil) })}
        </Text>
      )}
      <Timeline bulletSize={14} lineWidth={2}>
        {history.toReversed().map((entry, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- several may be of one moment
          <Timeline.Item key={`${entry.at} ${i}`} title={titleOf(entry, order.currency)}>
            <Text size="sm" c="dimmed">
              {formatMoment(entry.at)}
              {entry.actor === undefined ? '' : `, ${m.orders_history_by({ name: entry.actor })}`}
            </Text>
            {entry.text === undefined ? null : <Text size="sm">{entry.text}</Text>}
            <Difference before={entry.before} after={entry.after} />
          </Timeline.Item>
        ))}
      </Timeline>
    </Panel>
  );
}

const ACTIONS: Record<string, () => string> = {
  cancelOrder: () => m.orders_did_cancel_order(),
  refundOrder: () => m.orders_did_refund_order(),
  markOrderPaid: () => m.orders_did_mark_order_paid(),
  changeCustomer: () => m.orders_did_change_customer(),
  changeHolders: () => m.orders_did_change_holders(),
  reissueTickets: () => m.orders_did_reissue(),
  changeAnswers: () => m.orders_did_change_answers(),
  addOrderNote: () => m.orders_did_add_order_note(),
  removeOrderNote: () => m.orders_did_remove_order_note(),
  sellAtDesk: () => m.orders_did_sell_at_desk(),
};

function titleOf(entry: OrderHistoryEntry, currency: string): string {
  const { kind, from, to, cause, action = '', outcome, amount = 0, state = 'asked' } = entry;
  const money = formatPrice(amount, currency);
  switch (kind) {
    case 'placed':
      return m.orders_history_placed();
    case 'status':
      if (cause === 'buyer:holder') return m.orders_history_holder();
      return to === undefined || from === to ? m.orders_history_changed() : wordsOfStatus(to);
    case 'refund':
      return m.orders_history_refund({ amount: money, state: wordsOfRefund(state) });
    case 'note':
      return m.orders_history_note();
    default: {
      const words = ACTIONS[action]?.() ?? action;
      if (outcome === 'refused') return m.orders_history_refused({ action: words });
      if (outcome === 'begun') return m.orders_history_begun({ action: words });
      return words;
    }
  }
}

// What the activity log kept of a change, as it is: it may be of a newer version.
function Difference({ before, after }: { before?: unknown; after?: unknown }) {
  const lines = [before, after].flatMap((each) => (isEmpty(each) ? [] : [JSON.stringify(each)]));
  if (lines.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
      {lines.join(' → ')}
    </Text>
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}
