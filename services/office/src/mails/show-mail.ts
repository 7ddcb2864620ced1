import type { MailDetail, MailSummary } from '@onsale/contracts';
import type { MailsRow } from '@onsale/records';

/** A mail as a row of the log. */
export function showSummary(row: MailsRow): MailSummary {
  const { kind, address, state, attempts } = row;
  return {
    ...{ mailId: row.mail_id, kind, address, state, attempts },
    ...present({
      ...{ orderId: row.order_id, eventId: row.event_id, messageId: row.message_id },
      ...{ language: row.language, subject: row.subject },
      ...{ answer: row.answer, answerCode: row.answer_code },
      endedAt: row.ended_at?.toISOString(),
    }),
    queuedAt: row.queued_at.toISOString(),
    dueAt: row.due_at.toISOString(),
  };
}

export function showDetail(row: MailsRow): MailDetail {
  const { content } = row;
  return { ...showSummary(row), ...(content === null ? {} : { content }) };
}

type Present<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

function present<Fields extends object>(fields: Fields): Present<Fields> {
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known) as Present<Fields>;
}
