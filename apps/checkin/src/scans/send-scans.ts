import { ApiError, isTemporary } from '@onsale/api-client';
import type { KeptDevice, KeptScan } from '../device/database.ts';
import { postCheckIns, type ScanResults } from '../device/office.ts';
import { type KeptScans, toScan } from './kept-scans.ts';
import type { OfficeClock } from './office-clock.ts';

/** As many as the office takes at once. */
const MOST_SCANS = 200;
const TIMEOUT_MS = 15_000;

/** A device that the office does not know is asked about no more often: its database may be restored. */
const UNKNOWN_MS = 5 * 60_000;

/** Devices whose scans the office takes no more, and when to try again. */
export class UnknownDevices {
  readonly #untilMs = new Map<string, number>();

  has(deviceId: string): boolean {
    return performance.now() < (this.#untilMs.get(deviceId) ?? 0);
  }

  add(deviceId: string): void {
    this.#untilMs.set(deviceId, performance.now() + UNKNOWN_MS);
  }
}

/**
 * Sends what waits, the oldest first, with the token of the device that each was scanned on. Throws `NetworkError`
 * or `ApiError` when the office can't take them now; what it has answered is noted then. `onAnswer` hears of each
 * answer. What devices have scanned that it does not know is kept, and stops no other.
 */
export async function sendScans(options: {
  scans: KeptScans;
  devices: ReadonlyMap<string, KeptDevice>;
  clock: OfficeClock;
  unknown: UnknownDevices;
  onAnswer: (settled: readonly KeptScan[]) => void;
}): Promise<void> {
  const { scans, devices, clock, unknown, onAnswer } = options;
  let most = MOST_SCANS;
  for (;;) {
    const known = [...scans.waiting.values()].filter(({ deviceId }) => !unknown.has(deviceId));
    const batch = nextBatch(known, devices, most);
    if (batch === undefined) return;
    const settled = await send(batch, clock).catch((error: unknown) => {
      if (isTemporary(error) || !(error instanceof ApiError)) throw error;
      return error;
    });
    if (isUnknown(settled)) unknown.add(batch.device.deviceId);
    else if (!(settled instanceof ApiError)) {
      await scans.settle(settled);
      onAnswer(settled);
    } else if (batch.scans.length > 1) {
      // One of them can't be taken, and it must not stop the others.
      most = 1;
    } else {
      const refused = batch.scans.map((scan) => ({ ...scan, state: 'unsendable' as const }));
      await scans.settle(refused);
      onAnswer(refused);
    }
  }
}

interface Batch {
  device: KeptDevice;
  scans: KeptScan[];
}

// Or has its fill of it: no scan can help that.
function isUnknown(answer: KeptScan[] | ApiError): boolean {
  return answer instanceof ApiError && (answer.status === 401 || answer.status === 403);
}

function nextBatch(
  waiting: readonly KeptScan[],
  devices: ReadonlyMap<string, KeptDevice>,
  most: number,
): Batch | undefined {
  const ready = waiting
    .filter(({ state, deviceId }) => state === 'waiting' && devices.has(deviceId))
    .toSorted((a, b) => a.number - b.number);
  const device = devices.get(ready[0]?.deviceId ?? '');
  if (device === undefined) return undefined;
  const ofDevice = ready.filter(({ deviceId }) => deviceId === device.deviceId);
  return { device, scans: ofDevice.slice(0, most) };
}

async function send({ device, scans }: Batch, clock: OfficeClock): Promise<KeptScan[]> {
  const askedAtMs = performance.now();
  const sentAt = Date.now();
  const body = { sentAt, scans: scans.map((scan) => toScan(scan, clock, sentAt)) };
  const answer = await postCheckIns(device.token, body, TIMEOUT_MS);
  clock.note(answer.now, askedAtMs);
  const results = new Map(answer.results.map((result) => [result.number, result]));
  return scans.flatMap((scan) => {
    const result = results.get(scan.number);
    return result === undefined ? [] : [sentScan(scan, result, clock)];
  });
}

/** What is kept of a scan that the office has. */
export function sentScan(
  scan: KeptScan,
  { conflict, other }: Pick<ScanResults['results'][number], 'conflict' | 'other'>,
  clock: OfficeClock,
): KeptScan {
  const sent: KeptScan = { ...scan, state: 'sent', sentAtMs: clock.now() };
  delete sent.code;
  if (conflict === undefined) return sent;
  return { ...sent, conflict, ...(other === undefined ? {} : { other }) };
}
