import { ApiError, checkInsOperations, type Scan, type TicketKey } from '@onsale/contracts';
import {
  clockOfDevice,
  type EntranceDevice,
  isRecordsOutage,
  momentOfScan,
  type NewScan,
  noteScan,
  readEntranceAsSet,
  readTicketKeys,
  type Scanning,
  type ScanResult,
  withoutRows,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { type CodeVerdict, verifyCode } from '@onsale/ticket-codes/verify';
import { deviceRoute } from '../access/device-route.ts';
import type { OfficeParts } from '../app.ts';
import { createScanMetrics } from './scan-metrics.ts';

/** Registers the route to which devices send what they scan. */
export function registerCheckInsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const { postCheckIns } = checkInsOperations;
  const countScan = createScanMetrics(parts.registry);

  const takeScans = async (device: EntranceDevice, sent: SentScans, logger: Logger) => {
    const receivedAt = new Date();
    const { eventId, deviceId, name, signedInAt } = device;
    const [entrance, keys] = await Promise.all([
      readEntranceAsSet(records, eventId),
      readTicketKeys(records),
    ]);
    // The device keeps what it has, and sends it again.
    if (entrance === undefined) throw notRecorded();
    const { rules, settings } = entrance;
    const scanning = { eventId, deviceId, name, rules, withNames: settings.namesOnDevices };
    const results: ScannedResult[] = [];
    // One after the other, as they were scanned: what is taken back was let in before.
    for (const scan of sent.scans) {
      const read = await readScan(scan, { device, sentAt: sent.sentAt, receivedAt, signedInAt });
      const result = await note(scanning, read, logger);
      if (scan.undo !== true) {
        const answer = scan.shown?.kind ?? result.answer.kind;
        countScan({ answer, isOffline: scan.shown !== undefined });
      }
      results.push({ number: scan.number, ...result });
    }
    return { now: Date.now(), results };

    async function readScan(scan: Scan, times: Times): Promise<NewScan> {
      const code =
        scan.ticket === undefined ? await verify(scan.code ?? '', keys, eventId) : undefined;
      return {
        ...{ number: scan.number, via: scan.via, entranceId: entranceOf(scan, rules, device) },
        ...{ code, ticket: code?.ok === true ? code.ticket : scan.ticket },
        // Whoever asks us has just scanned, whatever its clock says.
        at: scan.shown === undefined ? receivedAt : momentOfScan({ ...times, at: scan.at }, times),
        ...{ deviceAt: clockOfDevice(scan.at), receivedAt, shown: scan.shown },
        ...{ letIn: scan.letIn === true, undo: scan.undo === true, isLate: device.isRevoked },
      };
    }
  };

  // A scan with which something is wrong that nobody has thought of must not keep those behind it from coming in.
  async function note(scanning: Scanning, scan: NewScan, logger: Logger): Promise<ScanResult> {
    try {
      return await noteScan(records, scanning, scan);
    } catch (error) {
      if (isRecordsOutage(error)) throw error;
      const { deviceId } = scanning;
      const about = { err: withoutRows(error), deviceId, number: scan.number };
      logger.error(about, 'a scan could not be decided; it is noted without its ticket');
      return await noteScan(records, scanning, { ...scan, code: undefined, ticket: undefined });
    }
  }

  deviceRoute(
    scope,
    parts,
    postCheckIns,
    async ({ device, body, request }) => await takeScans(device, body, request.log),
    { takesRevoked: true },
  );
}

interface SentScans {
  sentAt: number;
  scans: Scan[];
}

interface Times {
  device: EntranceDevice;
  sentAt: number;
  receivedAt: Date;
  signedInAt: Date | undefined;
}

type ScannedResult = ScanResult & { number: number };
type Logger = { error: (about: object, message: string) => void };

async function verify(
  code: string,
  keys: readonly TicketKey[],
  eventId: string,
): Promise<CodeVerdict> {
  return await verifyCode(code, keys, { eventId });
}

// An entrance that the team has removed since is none.
function entranceOf(
  { entranceId }: Scan,
  { entrances }: Scanning['rules'],
  device: EntranceDevice,
): string {
  return entrances.find((each) => each.entranceId === entranceId)?.entranceId ?? device.entranceId;
}

function notRecorded(): ApiError {
  return new ApiError('RECORDS_UNAVAILABLE', 'the event is not recorded yet', { retryAfterS: 5 });
}
