import type { WebhookAttempt, WebhookDelivery, WebhookEndpoint } from '@onsale/contracts';
import { given } from '@onsale/ledger';
import type { readDelivery, StoredDelivery, StoredEndpoint } from '@onsale/records';

type StoredAttempt = NonNullable<Awaited<ReturnType<typeof readDelivery>>>['attempts'][number];

export function showEndpoint(row: StoredEndpoint): WebhookEndpoint {
  const earlierUntil = row.earlier_secret_until ?? undefined;
  const isOver = earlierUntil === undefined || earlierUntil.getTime() <= Date.now();
  return {
    ...{ endpointId: row.endpoint_id, url: row.url, description: row.description },
    ...{ types: row.types, isOn: row.is_on, waiting: row.waiting, revision: row.revision },
    ...given({
      offReason: row.off_reason ?? undefined,
      failingSince: row.failing_since?.toISOString(),
      lastDeliveredAt: row.last_delivered_at?.toISOString(),
      earlierSecretUntil: isOver ? undefined : earlierUntil.toISOString(),
    }),
    secretAt: row.secret_at.toISOString(),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}

export function showDelivery(row: StoredDelivery): WebhookDelivery {
  const { deliveryId, endpointId, webhookId, type, state, attempts } = row;
  return {
    ...{ deliveryId, endpointId, webhookId, type, state, attempts },
    ...given({
      orderId: row.orderId ?? undefined,
      eventId: row.eventId ?? undefined,
      answerStatus: row.status ?? undefined,
      problem: row.problem ?? undefined,
      dueAt: state === 'waiting' ? row.dueAt.toISOString() : undefined,
      endedAt: row.endedAt?.toISOString(),
    }),
    queuedAt: row.queuedAt.toISOString(),
  };
}

export function showAttempt(row: StoredAttempt): WebhookAttempt {
  return {
    at: row.at.toISOString(),
    durationMs: row.duration_ms,
    ...given({
      address: row.address ?? undefined,
      status: row.status ?? undefined,
      answer: row.answer ?? undefined,
      problem: row.problem ?? undefined,
    }),
  };
}
