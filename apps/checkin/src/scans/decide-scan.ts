import { isTemporary, ApiError } from '@onsale/api-client';
import { dayAtEntrance } from '@onsale/check-in';
import type { ScanAnswer, ScanVia } from '@onsale/contracts';
import type { KeptDevice, KeptScan } from '../device/database.ts';
import { postCheckIns, type ScanResults } from '../device/office.ts';
import { toScan } from './kept-scans.ts';
import type { Desk } from './open-desk.ts';
import { checkCode, type Decision, decide, type Reading } from './read-code.ts';
import { sentScan } from './send-scans.ts';

/** Whoever stands there waits no longer for the office; the list decides then. */
const ASK_MS = 1000;
/** A person who waits while a telephone is started again does not wait longer. */
export const UNSEEN_MS = 10 * 60_000;

/** An answer that is on the disk. */
export interface Decided {
  scan: KeptScan;
  answer: ScanAnswer;
  /** `none`: the office was not asked. `late`: it took too long. */
  asked: 'none' | 'answered' | 'late' | 'failed';
}

/** Decides on what was read: by the office when it answers in time, else by the list. */
export async function decideScan(
  desk: Desk,
  device: KeptDevice,
  options: { reading: Reading; via: ScanVia; mayAsk: boolean },
): Promise<Decided> {
  const { reading, via, mayAsk } = options;
  const { clock, list, crypto, scans } = desk;
  const code = await checkCode(reading, list, crypto);
  const { entranceId } = device;
  const byList = () => decide(reading, list, { code, entranceId, nowMs: clock.now() });
  const before = byList();
  const scan: Omit<KeptScan, 'number'> & { number?: number } = {
    ...unseenScan(desk, device, reading),
    ...{ deviceId: device.deviceId, entranceId, via, atMs: clock.now(), ...reading },
    ...{ decidedBy: 'list', state: 'asking' },
  };
  // What the office does not know yet, it can't decide on.
  const isAhead = before.found !== undefined && scans.isWaiting(before.found.order.order);
  const isAsked = mayAsk && !before.isCertain && !isAhead;
  if (!isAsked) {
    return await desk.inTurn(async () => await keepByList(desk, device, { scan, by: byList() }));
  }
  const kept = await scans.keep(scan);
  const result = await ask(desk, device, kept);
  return await desk.inTurn(async () => {
    const by = byList();
    if (typeof result === 'string') {
      return { ...(await keepByList(desk, device, { scan: kept, by })), asked: result };
    }
    const { answer } = result;
    const decided = { ...describe(desk, kept, { ...by, answer }), decidedBy: 'office' as const };
    const sent = sentScan(decided, result, clock);
    return { scan: await scans.keep(sent, { of: list, device }), answer, asked: 'answered' };
  });
}

/**
 * Keeps what a person decided: that whoever shows this is let in, or that it is taken back. It is a fact, whatever
 * the office says.
 */
export async function keepFact(
  desk: Desk,
  device: KeptDevice,
  fact: Omit<KeptScan, 'number' | 'deviceId' | 'entranceId' | 'atMs' | 'decidedBy' | 'state'>,
): Promise<KeptScan> {
  const { scans, clock, list } = desk;
  const { deviceId, entranceId } = device;
  const scan: Omit<KeptScan, 'number'> = {
    ...{ ...fact, deviceId, entranceId, atMs: clock.now(), decidedBy: 'list', state: 'waiting' },
  };
  return await desk.inTurn(async () => await scans.keep(scan, { of: list, device }));
}

async function keepByList(
  { scans, list, ...desk }: Desk,
  device: KeptDevice,
  { scan, by }: { scan: Omit<KeptScan, 'number'> & { number?: number }; by: Decision },
): Promise<Decided> {
  const decided = describe({ scans, list, ...desk }, scan, by);
  const kept = await scans.keep({ ...decided, state: 'waiting' }, { of: list, device });
  return { scan: kept, answer: by.answer, asked: 'none' };
}

// What is kept of an answer: no names.
function describe<Of extends Omit<KeptScan, 'number'>>(
  { list }: Desk,
  scan: Of,
  { answer, found, ticket }: Decision,
): Of {
  const { kind, reason } = answer;
  const { place, of, type } = answer.ticket ?? {};
  const rules = list.head?.rules;
  return {
    ...scan,
    ...(ticket === undefined ? {} : { ticket }),
    ...(found === undefined ? {} : { order: found.order.order, place: found.place }),
    ...(found !== undefined || place === undefined ? {} : { place }),
    ...(of === undefined ? {} : { of }),
    ...(type === undefined ? {} : { type }),
    ...(rules === undefined ? {} : { day: dayAtEntrance(rules, scan.atMs) }),
    shown: {
      ...{ kind, admitted: kind === 'welcome' },
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

async function ask(
  { clock }: Desk,
  device: KeptDevice,
  scan: KeptScan,
): Promise<ScanResults['results'][number] | 'late' | 'failed'> {
  const askedAtMs = performance.now();
  const sentAt = Date.now();
  try {
    const body = { sentAt, scans: [toScan(scan, clock, sentAt)] };
    const answer = await postCheckIns(device.token, body, ASK_MS);
    clock.note(answer.now, askedAtMs);
    return answer.results.find(({ number }) => number === scan.number) ?? 'failed';
  } catch (error) {
    if (!isTemporary(error) && !(error instanceof ApiError)) throw error;
    return performance.now() - askedAtMs < ASK_MS ? 'failed' : 'late';
  }
}

// The office was asked, and this device went out before anybody saw the answer: under the same number, it is the
// same question.
function unseenScan(
  { scans, clock }: Desk,
  { deviceId }: KeptDevice,
  reading: Reading,
): KeptScan | undefined {
  if (!('code' in reading)) return undefined;
  const oldestMs = clock.now() - UNSEEN_MS;
  return [...scans.waiting.values()].find(
    (scan) =>
      scan.state === 'asking' &&
      scan.deviceId === deviceId &&
      scan.code === reading.code &&
      scan.atMs > oldestMs,
  );
}
