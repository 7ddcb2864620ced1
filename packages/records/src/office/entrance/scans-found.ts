import { answerScan, type FoundInList, findInOrder } from '@onsale/check-in';
import type {
  AnswerKind,
  AnswerReason,
  EntranceRules,
  OtherMoment,
  ScanAnswer,
  ScanVia,
} from '@onsale/contracts';
import type { CodeVerdict } from '@onsale/ticket-codes/verify';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { readListedOrder, type Seat } from './listed-orders.ts';

/** Who scans at which event. */
export interface Scanning {
  eventId: string;
  rules: EntranceRules;
  /** Whether whoever scans may know names. */
  withNames: boolean;
  /** The device that scans; undefined where a member does it here. */
  deviceId: string | undefined;
  /** Of the device or the member. */
  name: string;
}

/** A scan as it was read, or sent. */
export interface NewScan {
  /** As the device counts. */
  number?: number | undefined;
  via: ScanVia;
  entranceId: string | undefined;
  /** What its code is; undefined where a ticket was picked. */
  code?: CodeVerdict | undefined;
  /** As its code names it, or as it was picked; undefined when it is no code of ours. */
  ticket: string | undefined;
  /** By our clock, as near as it is known. */
  at: Date;
  /** What the clock of the device said. */
  deviceAt?: Date | undefined;
  receivedAt: Date;
  /** What the device has decided without us, and done. */
  shown?: { kind: AnswerKind; reason?: AnswerReason | undefined; admitted: boolean } | undefined;
  letIn: boolean;
  undo: boolean;
  /** Whether the device was revoked: then nothing counts before a member says so. */
  isLate: boolean;
  why?: string | undefined;
}

/** What a scan is answered. */
export interface ScanResult {
  answer: ScanAnswer;
  conflict?: 'double' | 'dead';
  /** With `double`. */
  other?: OtherMoment;
}

/** The ticket that was scanned, with its order. */
export interface FoundTicketHere extends FoundInList, Seat {
  orderId: string;
  ticketId: string;
  /** Whether it was scanned before it was recorded, and that has not been counted yet. */
  hasUnknown: boolean;
}

/** The ticket of this name in the list; undefined when there is none. */
export async function findScanned(
  db: Records | RecordsTransaction,
  { eventId, withNames: names }: Scanning,
  ticket: string | undefined,
): Promise<FoundTicketHere | undefined> {
  if (ticket === undefined) return undefined;
  const found = await readListedOrder(db, { eventId, ticket, withNames: names });
  if (found === undefined) return undefined;
  const { orderId, order, seats, checkIns, hasUnknown } = found;
  const inOrder = findInOrder(order, ticket);
  const seat = inOrder === undefined ? undefined : seats.get(inOrder.place);
  const listed = order.tickets.find(({ place }) => place === inOrder?.place);
  if (inOrder === undefined || seat === undefined || listed === undefined) return undefined;
  const { ticketId } = listed;
  return { ...{ orderId, order, checkIns, hasUnknown, ticketId }, ...inOrder, ...seat };
}

/** What the rule says of a scan, by what we know now. */
export function answerHere(
  { rules }: Scanning,
  { code, entranceId, at }: Pick<NewScan, 'code' | 'entranceId' | 'at'>,
  found: FoundTicketHere | undefined,
): ScanAnswer {
  return answerScan({ code, found }, { rules, entranceId, nowMs: at.getTime() });
}
