import type { DocumentOfOrder, OrderDetail } from '@onsale/api-client';
import { formatMinute, formatPrice } from '@onsale/i18n';
import { Anchor, Stack, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';

/** What was issued for the money of an order: its buyer has the same at the shop. */
export function DocumentsPanel({ detail: { documents } }: { detail: OrderDetail }) {
  if (documents.length === 0) return null;
  return (
    <Panel title={m.orders_documents_title()}>
      <Stack gap="xs">
        {documents.map(({ documentId, kind, number, issuedAt, total, currency, url }) => (
          <div key={documentId}>
            <Anchor href={url} target="_blank" rel="noreferrer" fw={600}>
              {NAMES[kind]({ number })}
            </Anchor>
            <Text size="sm" c="dimmed">
              {formatMinute(issuedAt)}, {formatPrice(total, currency)}
            </Text>
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

const NAMES: Record<DocumentOfOrder['kind'], (inputs: { number: string }) => string> = {
  receipt: (inputs) => m.orders_document_receipt(inputs),
  invoice: (inputs) => m.orders_document_invoice(inputs),
  credit_note: (inputs) => m.orders_document_credit_note(inputs),
};
