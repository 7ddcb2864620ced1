import type {
  AnswerKind,
  AnswerReason,
  CheckInList,
  EntranceRules,
  ListedCheckIn,
  ListedOrder,
  OtherMoment,
  ScanVia,
} from '@onsale/contracts';
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from 'idb';

// What this browser keeps. A newer version of the app may add to it, and must read all that an older one has left.

/** A scan, from the moment when it was read on, for ever. No names. */
export interface KeptScan {
  /** As this browser counts, over all devices that it has ever been. */
  number: number;
  deviceId: string;
  entranceId: string;
  via: ScanVia;
  /** By the clock of the office, as near as it was known: Unix time in ms. */
  atMs: number;
  /** What was read; not kept once the office has it. */
  code?: string;
  /** As codes name it. */
  ticket?: string;
  /** Where it stood in the list. */
  order?: string;
  place?: number;
  of?: number;
  type?: string;
  /** The day that a check-in counts for. */
  day?: string;
  letIn?: true;
  undo?: true;
  /** Undefined as long as nothing was shown. */
  shown?: { kind: AnswerKind; reason?: AnswerReason; admitted: boolean };
  decidedBy: 'office' | 'list';
  /** `asking`: the office was asked, and nothing shown yet. */
  state: 'asking' | 'waiting' | 'sent' | 'unsendable';
  /** By the clock of the office. */
  sentAtMs?: number;
  conflict?: 'double' | 'dead';
  /** With `double`: the other time. */
  other?: OtherMoment;
}

/** What this browser is, or was, to the office. */
export interface KeptDevice {
  deviceId: string;
  name: string;
  eventId: string;
  eventName: string;
  entranceId: string;
  token: string;
  /** `unknown`: the office does not know it, and takes nothing of it. */
  state: 'signed_in' | 'revoked' | 'signed_out' | 'unknown';
}

/** What there is of the list besides its orders. */
export interface ListHead {
  /** Which of the lists on the disk it is. */
  generation: number;
  deviceId: string;
  rules: EntranceRules;
  keys: CheckInList['keys'];
  cursor: string;
  progress: CheckInList['progress'];
  /** When it was complete last, by the clock of the office: Unix time in ms. */
  completeAtMs: number;
}

/** An order with its check-ins. */
export interface Entry {
  order: ListedOrder | undefined;
  checkIns: ListedCheckIn[];
}

interface Notes {
  /** Which window is at work: the one that was opened last. */
  owner: string;
  /** The device that this browser is. */
  current: string;
  /** How far the clock of the office is ahead. */
  aheadMs: number;
  list: ListHead;
}

interface Schema extends DBSchema {
  notes: { key: keyof Notes; value: Notes[keyof Notes] };
  devices: { key: string; value: KeptDevice };
  scans: {
    key: number;
    value: KeptScan;
    indexes: { state: KeptScan['state']; conflict: string };
  };
  /** The list as it came, by generation and page. */
  pages: {
    key: [generation: number, page: number];
    value: Pick<CheckInList, 'orders' | 'checkIns'>;
  };
  /** What has changed in it since, by generation and order. */
  changes: { key: [generation: number, order: string]; value: Entry };
}

export type Store = StoreNames<Schema>;
export type Writing = IDBPTransaction<Schema, Store[], 'readwrite'>;
export type Database = IDBPDatabase<Schema>;

const NAME = 'checkin';
const VERSION = 1;

/** Opens it. `onReplaced`: a newer version of the app, in another window, needs it for itself. */
export async function openDatabase(onReplaced: () => void): Promise<Database> {
  return await openDB<Schema>(NAME, VERSION, {
    upgrade: (db) => {
      db.createObjectStore('notes');
      db.createObjectStore('devices', { keyPath: 'deviceId' });
      const scans = db.createObjectStore('scans', { keyPath: 'number', autoIncrement: true });
      scans.createIndex('state', 'state');
      scans.createIndex('conflict', 'conflict');
      db.createObjectStore('pages');
      db.createObjectStore('changes');
    },
    blocking: onReplaced,
    terminated: onReplaced,
  });
}

export async function readNote<Name extends keyof Notes>(
  db: Database,
  name: Name,
): Promise<Notes[Name] | undefined> {
  return (await db.get('notes', name)) as Notes[Name] | undefined;
}

export async function writeNote<Name extends keyof Notes>(
  writing: Writing,
  name: Name,
  value: Notes[Name] | undefined,
): Promise<void> {
  if (value === undefined) await writing.objectStore('notes').delete(name);
  else await writing.objectStore('notes').put(value, name);
}
