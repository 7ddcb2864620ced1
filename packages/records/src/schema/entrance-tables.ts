import type { AnswerKind, AnswerReason, EntranceSettings, ScanVia } from '@onsale/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface EntranceTables {
  'records.replaced_tickets': ReplacedTicketsTable;
  'office.entrance_settings': EntranceSettingsTable;
  'office.devices': DevicesTable;
  'office.scans': ScansTable;
  'office.check_ins': CheckInsTable;
}

/** Versions of tickets that there are later ones of. A trigger makes them, and nothing changes them. */
export interface ReplacedTicketsTable {
  /** As the code of the version names it. */
  tag: ColumnType<Buffer, never, never>;
  order_id: string;
  line: number;
  number: number;
  version: number;
}

export interface EntranceSettingsTable {
  event_id: string;
  revision: number;
  settings: JSONColumnType<EntranceSettings>;
  changed_by: string;
  changed_at: Generated<Date>;
}

/** What scans at an entrance. Code and token are kept as hashes; the code is gone once it was used. */
export interface DevicesTable {
  device_id: string;
  event_id: string;
  entrance_id: string;
  name: string;
  code_sha256: string | null;
  code_expires_at: Date;
  token_sha256: string | null;
  created_by: string;
  created_at: Generated<Date>;
  signed_in_at: Date | null;
  revoked_at: Date | null;
  last_seen_at: Date | null;
  /** When it last had everything there was. */
  list_at: Date | null;
  version: string | null;
  /** Scans that it has yet to send, as it said last. */
  waiting: Generated<number>;
  /** How far its clock is ahead of ours. */
  clock_off_ms: number | null;
}

/** All that was scanned and decided at the entrance, for ever in the order in which we heard of it; no names. */
export interface ScansTable {
  scan_id: Generated<number>;
  event_id: string;
  /** Null where a member did it in the console. */
  device_id: string | null;
  number: number | null;
  member_name: string | null;
  entrance_id: string | null;
  via: ScanVia;
  /** By our clock, as near as it is known. */
  at: Date;
  device_at: Date | null;
  received_at: Generated<Date>;
  /** As its code names it: also of a ticket that we don't find. Null when it was no code of ours. */
  ticket: string | null;
  order_id: string | null;
  line: number | null;
  /** The ticket in its line, from 1. */
  seat: number | null;
  /** The ticket in its order, from 1. */
  place: number | null;
  ticket_id: string | null;
  day: string | null;
  /** What whoever stood there was shown. */
  answer: AnswerKind;
  reason: AnswerReason | null;
  let_in: Generated<boolean>;
  undo: Generated<boolean>;
  is_offline: Generated<boolean>;
  /** Whether somebody was let in by it. */
  admitted: boolean;
  /** Of a device that was revoked: whether a member has decided that it counts. */
  late: 'open' | 'counted' | 'left' | null;
  why: string | null;
  conflict: 'double' | 'dead' | null;
  /** Of a double: the scan that let in the same ticket. */
  other_scan_id: number | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
  /** What was answered, for whoever asks once more: without names. */
  result: JSONColumnType<object>;
}

/**
 * That a ticket is in: at most one row for each ticket that admits once (`key` is empty), or for each of its
 * days. One that was taken back stays, until the ticket is let in again.
 */
export interface CheckInsTable {
  order_id: string;
  line: number;
  /** The ticket in its line, from 1. */
  seat: number;
  key: string;
  event_id: string;
  place: number;
  ticket_id: string;
  day: string;
  at: Date;
  entrance_id: string | null;
  device_id: string | null;
  /** Or what the member is called. */
  device_name: string | null;
  scan_id: number;
  undone_at: Date | null;
  /** The transaction that wrote it. */
  changed_in: ColumnType<string, never, never>;
}
