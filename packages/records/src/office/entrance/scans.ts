import { dayAtEntrance } from '@onsale/check-in';
import type { ScanAnswer } from '@onsale/contracts';
import type { Selectable } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { ScansTable } from '../../schema/entrance-tables.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import {
  applyScan,
  checkInOf,
  describeEffect,
  type Effect,
  effectOf,
  type LoggedScanHere,
  noteBeaten,
  takeBack,
  withdraw,
} from './scans-effect.ts';
import {
  answerHere,
  findScanned,
  type NewScan,
  type Scanning,
  type ScanResult,
} from './scans-found.ts';
import { insertAdmitting, insertScan, scanRow } from './scans-insert.ts';
import { withNames } from './scans-names.ts';
import { findKnown } from './scans-unknown.ts';

/**
 * Decides a scan, or notes what a device has decided, once: the same number of the same device is answered as
 * before. Whatever happens to us meanwhile, either all of it is kept or nothing.
 *
 * A device that was not answered in time decides by its list, and sends the same number again with what it has
 * shown. That is what happened, so what we had decided gives way to it.
 */
export async function noteScan(
  db: Records,
  scanning: Scanning,
  scan: NewScan,
): Promise<ScanResult> {
  // Outside the transaction, which is shorter so: whoever was faster in between is noticed there.
  const first = await findScanned(db, scanning, scan.ticket);
  return await db.transaction().execute(async (tx) => {
    const isNews = first?.hasUnknown === true;
    const found = isNews ? await findKnown(tx, scanning, scan.ticket) : first;
    const answer = answerHere(scanning, scan, found);
    const effect = effectOf(scan, answer);
    const isPlain = !scan.undo && !scan.isLate && effect.conflict === undefined;
    if (isPlain) return await notePlain(tx, scanning, { scan, found, answer, effect });
    const scanId = await insertScan(tx, scanRow({ scanning, scan, found, answer }));
    if (scanId === undefined) return await noteAgain(tx, scanning, scan);
    if (scan.isLate) return await keepLate(tx, scanId, scan);
    return await applyScan(tx, scanning, { scan, scanId, found, answer });
  });
}

// Nearly all are of these. What comes of it is known, unless somebody is faster, and needs no second look.
async function notePlain(
  tx: RecordsTransaction,
  scanning: Scanning,
  { scan, found, answer, effect }: Omit<LoggedScanHere, 'scanId'> & { effect: Effect },
): Promise<ScanResult> {
  const { result, columns } = describeEffect(scan, answer, effect);
  const row = { ...scanRow({ scanning, scan, found, answer }), ...columns };
  if (!effect.admits || found === undefined) {
    const scanId = await insertScan(tx, row);
    return scanId === undefined ? await noteAgain(tx, scanning, scan) : result;
  }
  const noted = await insertAdmitting(tx, row, checkInOf(scanning, scan, found));
  if (noted === undefined) return await noteAgain(tx, scanning, scan);
  const { scanId, wasFree } = noted;
  return wasFree ? result : await noteBeaten(tx, scanning, { scan, scanId, found });
}

/**
 * Takes back that a ticket was let in, as a member does; whether it was in. `day` is that of one which admits on
 * each of them; today when it is missing.
 */
export async function undoCheckIn(
  db: Records,
  scanning: Scanning,
  undo: { ticket: string; day?: string | undefined; why: string },
): Promise<boolean | undefined> {
  return await db.transaction().execute(async (tx) => {
    const found = await findKnown(tx, scanning, undo.ticket);
    if (found === undefined) return undefined;
    const at = new Date();
    const day = undo.day ?? dayAtEntrance(scanning.rules, at.getTime());
    if ((await takeBack(tx, scanning.rules, { found, day })) === 0) return false;
    const scan: NewScan = {
      ...{ via: 'console', entranceId: undefined, ticket: undo.ticket, at, receivedAt: at },
      ...{ letIn: false, undo: true, isLate: false, why: undo.why },
    };
    const now = await findScanned(tx, scanning, undo.ticket);
    const answer = answerHere(scanning, scan, now);
    await insertScan(tx, scanRow({ scanning, scan, found, answer, day }));
    return true;
  });
}

/** Whoever has a device that was revoked is told nothing of a ticket. */
const NOTHING: ScanAnswer = { kind: 'undecided', reason: 'no_list', mayLetIn: false };

async function keepLate(
  tx: RecordsTransaction,
  scanId: number,
  { shown, undo }: NewScan,
): Promise<ScanResult> {
  const answer = NOTHING;
  await tx
    .updateTable('office.scans')
    .set({
      ...(shown === undefined ? { answer: answer.kind, reason: answer.reason ?? null } : {}),
      ...{ admitted: !undo && shown?.admitted === true, result: JSON.stringify({ answer }) },
    })
    .where('scan_id', '=', scanId)
    .execute();
  return { answer };
}

async function noteAgain(
  tx: RecordsTransaction,
  scanning: Scanning,
  scan: NewScan,
): Promise<ScanResult> {
  const before = await tx
    .selectFrom('office.scans')
    .selectAll()
    .where('device_id', '=', scanning.deviceId ?? null)
    .where('number', '=', scan.number ?? null)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const found = await findScanned(tx, scanning, before.ticket ?? undefined);
  const result = before.result as ScanResult;
  const answered = scan.isLate ? NOTHING : withNames(result.answer, found);
  const stored = { ...result, answer: answered };
  const { shown } = scan;
  const isNews =
    shown !== undefined && !before.is_offline && before.ticket === (scan.ticket ?? null);
  if (!isNews || before.late !== null) return stored;
  const { scan_id: scanId } = before;
  await noteShown(tx, before, scan);
  if (scan.undo || before.undo || before.admitted === shown.admitted) return stored;
  if (scan.isLate) return stored;
  if (!shown.admitted) {
    await withdraw(tx, { scanId, found });
    return stored;
  }
  const answer = answerHere(scanning, scan, found);
  return await applyScan(tx, scanning, { scan, scanId, found, answer });
}

// That the device was revoked since makes what it says of its own a matter for a member.
async function noteShown(
  tx: RecordsTransaction,
  before: Selectable<ScansTable>,
  { shown, letIn, isLate }: NewScan,
): Promise<void> {
  const admits = shown?.admitted === true && !before.admitted && !before.undo;
  await tx
    .updateTable('office.scans')
    .set({
      ...{ answer: shown?.kind ?? before.answer, reason: shown?.reason ?? null },
      ...{ let_in: letIn, is_offline: true },
      ...(isLate && admits ? { late: 'open', admitted: true } : {}),
    })
    .where('scan_id', '=', before.scan_id)
    .execute();
}
