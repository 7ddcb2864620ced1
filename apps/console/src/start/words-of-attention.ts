import type { Attention, AttentionKind } from '@onsale/api-client';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { m } from '../app/texts.ts';

interface Words {
  title: string;
  text?: string | undefined;
}

const WORDS: Record<AttentionKind, (attention: Attention) => Words> = {
  dispute: ({ dueAt, ...attention }) => ({
    title: m.start_attention_dispute({ amount: moneyOf(attention) }),
    text:
      dueAt === undefined
        ? m.start_attention_dispute_no_date()
        : m.start_attention_dispute_due({ time: formatMinute(dueAt) }),
  }),
  refund_failed: (attention) => ({
    title: m.start_attention_refund_failed({ amount: moneyOf(attention) }),
    text: attention.message ?? m.start_attention_refund_failed_text(),
  }),
  refund_waiting: (attention) => ({
    title: m.start_attention_refund_waiting(countOf(attention)),
    text: m.start_attention_refund_waiting_text({ amount: moneyOf(attention) }),
  }),
  records_stopped: () => ({
    title: m.start_attention_records_stopped(),
    text: m.start_attention_records_stopped_text(),
  }),
  records_behind: ({ since = '' }) => ({
    title: m.start_attention_records_behind(),
    text: m.start_attention_records_behind_text({ time: formatMinute(since) }),
  }),
  webhooks_missing: (attention) => ({
    title: m.start_attention_webhooks(countOf(attention)),
    text: m.start_attention_webhooks_text({ time: formatMinute(attention.since ?? '') }),
  }),
  task_waiting: ({ eventName = '', message, since = '' }) => ({
    title: m.start_attention_task_waiting({ event: eventName }),
    text: message ?? m.start_attention_task_since({ time: formatMinute(since) }),
  }),
  task_failed: ({ eventName = '', message, since = '' }) => ({
    title: m.start_attention_task_failed({ event: eventName }),
    text: message ?? m.start_attention_task_since({ time: formatMinute(since) }),
  }),
};

/** What is the matter, and what helps. */
export function wordsOfAttention(attention: Attention): Words {
  return WORDS[attention.kind](attention);
}

function moneyOf({ amount = 0, currency = '' }: Pick<Attention, 'amount' | 'currency'>): string {
  return formatPrice(amount, currency);
}

function countOf({ count = 0 }: Attention): { count: number; text: string } {
  return { count, text: formatCount(count) };
}
