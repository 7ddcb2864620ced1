import { lineSettingsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readFields } from '../read-fields.ts';
import type { LineAddress } from './line-address.ts';

/** What the seller has decided about a line while it goes on. */
export interface LineSettings {
  /** Nobody is admitted. */
  isPaused: boolean;
  /** Nobody can join any more, and nobody is admitted. */
  isClosed: boolean;
  /** People admitted in a minute, whatever is measured. */
  perMinute?: number;
  /** What those who wait are told. */
  message?: string;
}

/** A change: what is missing stays, null takes it away. */
export interface LineSettingsChange {
  isPaused?: boolean;
  isClosed?: boolean;
  perMinute?: number | null;
  message?: string | null;
}

/** Reads the settings of a line; those of a new one when nobody has decided anything. */
export async function readLineSettings(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<LineSettings> {
  const fields = new Map(await readFields(ledger, lineSettingsKey(shard, eventId)));
  const perMinute = fields.get('perMinute') ?? '';
  const message = fields.get('message') ?? '';
  return {
    isPaused: fields.get('paused') === '1',
    isClosed: fields.get('closed') === '1',
    ...(perMinute === '' ? {} : { perMinute: Number(perMinute) }),
    ...(message === '' ? {} : { message }),
  };
}

/** Changes the settings of a line, in one step; the waiting room follows within a second. */
export async function writeLineSettings(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
  { isPaused, isClosed, perMinute, message }: LineSettingsChange,
): Promise<void> {
  // "" stands for what was taken away.
  const fields = [
    ...(isPaused === undefined ? [] : ['paused', isPaused ? '1' : '']),
    ...(isClosed === undefined ? [] : ['closed', isClosed ? '1' : '']),
    ...(perMinute === undefined ? [] : ['perMinute', String(perMinute ?? '')]),
    ...(message === undefined ? [] : ['message', message ?? '']),
  ];
  if (fields.length === 0) return;
  const key = lineSettingsKey(shard, eventId);
  await ledger.redis.command(key, ['HSET', key, ...fields]);
}
