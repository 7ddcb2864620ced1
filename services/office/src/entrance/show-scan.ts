import type { EntranceRules, LoggedScan } from '@onsale/contracts';
import { given } from '@onsale/ledger';
import type { StoredConflict, StoredScan } from '@onsale/records';

/** A scan as the team sees it, with what its ticket type is called. */
export function showScan(scan: StoredScan, { types }: EntranceRules): LoggedScan {
  const { deviceId, deviceName, number, memberName, entranceId, reason, ticket, orderId } = scan;
  const { place, day, why, conflict } = scan;
  const type = types.find(({ ticketId }) => ticketId === scan.ticketType);
  return {
    ...{
      scanId: scan.scanId,
      at: scan.at.toISOString(),
      receivedAt: scan.receivedAt.toISOString(),
    },
    ...{ via: scan.via, answer: scan.answer, letIn: scan.letIn, undone: scan.undone },
    ...{ offline: scan.offline, late: scan.late },
    ...given({ deviceAt: scan.deviceAt?.toISOString(), ticketType: type?.name ?? scan.ticketType }),
    ...given({ deviceId, deviceName, number, memberName, entranceId, reason, ticket, orderId }),
    ...given({ place, day, why, conflict: conflict === undefined ? undefined : show(conflict) }),
  };
}

function show({ kind, other, reviewedBy, reviewedAt }: StoredConflict): LoggedScan['conflict'] {
  const { at, entranceId, deviceName } = other ?? {};
  return {
    kind,
    ...(at === undefined
      ? {}
      : { other: { at: at.toISOString(), ...given({ entranceId, deviceName }) } }),
    ...given({ reviewedBy, reviewedAt: reviewedAt?.toISOString() }),
  };
}
