import type { OrderStatus } from '@onsale/api-client';
import { Badge } from '@mantine/core';
import { wordsOfStatus } from './words-of-order.ts';

const COLORS: Partial<Record<OrderStatus, string>> = {
  confirmed: 'good',
  held: 'warn',
  pending: 'warn',
  unknown: 'bad',
};

/** The status of an order; its colour only repeats what it says. */
export function StatusBadge({ status }: { status: OrderStatus }) {
  return <Badge color={COLORS[status] ?? 'ink'}>{wordsOfStatus(status)}</Badge>;
}
