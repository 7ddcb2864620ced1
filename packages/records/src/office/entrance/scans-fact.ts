import type { CodeVerdict } from '@onsale/ticket-codes/verify';
import type { Selectable } from 'kysely';
import type { ScansTable } from '../../schema/entrance-tables.ts';
import type { NewScan } from './scans-found.ts';

/** Of whoever came without a code of ours, the log has no ticket. */
const NO_TICKET: CodeVerdict = { ok: false, refused: 'malformed' };

/** A scan of the log as what has happened: whatever the rule says now, whoever was let in is in. */
export function asFact(row: Selectable<ScansTable>): NewScan {
  return {
    ...{ via: row.via, entranceId: row.entrance_id ?? undefined, ticket: row.ticket ?? undefined },
    ...{ code: row.ticket === null ? NO_TICKET : undefined },
    ...{ at: row.at, receivedAt: row.received_at, letIn: row.let_in, undo: row.undo },
    shown: { kind: row.answer, reason: row.reason ?? undefined, admitted: row.admitted },
    isLate: false,
  };
}
