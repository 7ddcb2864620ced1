import { admitsDaily, checkInKey, dayAtEntrance } from '@onsale/check-in';
import type { EntranceRules, OtherMoment, ScanAnswer } from '@onsale/contracts';
import type { Insertable, Updateable } from 'kysely';
import type { ScansTable } from '../../schema/entrance-tables.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import {
  addCheckIn,
  findAdmittingScan,
  findOwnScan,
  type NewCheckIn,
  passOnCheckIn,
  takeBackCheckIns,
  takeBackScan,
  type WhichCheckIns,
} from './check-ins.ts';
import {
  answerHere,
  findScanned,
  type FoundTicketHere,
  type NewScan,
  type Scanning,
  type ScanResult,
} from './scans-found.ts';
import { withoutNames } from './scans-names.ts';

/** A scan that is in the log, and what the rule says of it. */
export interface LoggedScanHere {
  scan: NewScan;
  scanId: number;
  found: FoundTicketHere | undefined;
  answer: ScanAnswer;
}

/** What comes of a scan. */
export interface Effect {
  admits: boolean;
  /** Somebody was let in who would not have been. */
  conflict?: 'double' | 'dead' | undefined;
}

/** Does what a scan says, and notes in the log what has come of it. */
export async function applyScan(
  tx: RecordsTransaction,
  scanning: Scanning,
  logged: LoggedScanHere,
): Promise<ScanResult> {
  const { scan, found } = logged;
  if (scan.undo) return await applyUndo(tx, scanning, logged);
  const effect = effectOf(scan, logged.answer);
  if (effect.conflict === 'double') return await noteDouble(tx, scanning, logged);
  if (!effect.admits || effect.conflict === 'dead' || found === undefined) {
    return await noteEffect(tx, logged, effect);
  }
  if (await addCheckIn(tx, checkInOf(scanning, scan, found), logged.scanId)) {
    return await noteEffect(tx, logged, effect);
  }
  return await noteBeaten(tx, scanning, logged);
}

/** What comes of a scan of a ticket that somebody else was faster with: it is in, and stays so until this is done. */
export async function noteBeaten(
  tx: RecordsTransaction,
  scanning: Scanning,
  logged: Omit<LoggedScanHere, 'answer'>,
): Promise<ScanResult> {
  const { scan } = logged;
  const now = await findScanned(tx, scanning, scan.ticket);
  const answer = answerHere(scanning, scan, now);
  const effect = effectOf(scan, answer);
  if (effect.conflict === 'double') return await noteDouble(tx, scanning, { ...logged, answer });
  return await noteEffect(tx, { ...logged, answer }, effect);
}

// Somebody may take back the other one at the same time. Then whoever was let in by this scan is in by it.
async function noteDouble(
  tx: RecordsTransaction,
  scanning: Scanning,
  logged: LoggedScanHere,
): Promise<ScanResult> {
  const { scan, found } = logged;
  const { rules } = scanning;
  const day = dayAtEntrance(rules, scan.at.getTime());
  const other = found && (await findAdmittingScan(tx, checkInsOf(found, rules, day)));
  if (other !== undefined) {
    return await noteEffect(tx, logged, { admits: true, conflict: 'double', other });
  }
  const now = await findScanned(tx, scanning, scan.ticket);
  const answer = answerHere(scanning, scan, now);
  return await applyScan(tx, scanning, { ...logged, found: now, answer });
}

/** Takes back what a scan has let in: whoever came was not let in after all. */
export async function withdraw(
  tx: RecordsTransaction,
  { scanId, found }: { scanId: number; found: FoundTicketHere | undefined },
): Promise<void> {
  if (found !== undefined) await takeBackScan(tx, { ...seatOf(found), scanId });
  await updateScan(tx, scanId, { admitted: false, conflict: null, other_scan_id: null });
}

/** Takes back that a ticket was let in; returns how many check-ins that were. */
export async function takeBack(
  tx: RecordsTransaction,
  rules: EntranceRules,
  { found, day, until }: Taking,
): Promise<number> {
  return await takeBackCheckIns(tx, checkInsOf(found, rules, day), until);
}

interface Taking {
  found: FoundTicketHere;
  day: string;
  until?: { at: Date; deviceId: string } | undefined;
}

/** What comes of a scan that is answered so, as far as anybody knows. */
export function effectOf({ shown, letIn }: NewScan, answer: ScanAnswer): Effect {
  if (shown === undefined) {
    return { admits: answer.kind === 'welcome' || (letIn && answer.mayLetIn) };
  }
  if (!shown.admitted) return { admits: false };
  if (answer.kind === 'already_in') return { admits: true, conflict: 'double' };
  // Of what a person may let in, one has.
  const isDead = answer.kind === 'not_valid' && !answer.mayLetIn;
  return { admits: true, ...(isDead ? { conflict: 'dead' } : {}) };
}

/** The check-in that a scan makes. */
export function checkInOf(
  { eventId, rules, deviceId, name }: Scanning,
  { at, entranceId }: NewScan,
  found: FoundTicketHere,
): NewCheckIn {
  const { ticketId, place } = found;
  const atMs = at.getTime();
  return {
    ...{ ...seatOf(found), eventId, deviceId, name, ticketId, place, at, entranceId },
    ...{ key: checkInKey(rules, ticketId, atMs), day: dayAtEntrance(rules, atMs) },
  };
}

async function applyUndo(
  tx: RecordsTransaction,
  scanning: Scanning,
  logged: LoggedScanHere,
): Promise<ScanResult> {
  const { scan, found } = logged;
  const { rules, deviceId } = scanning;
  if (found === undefined) return await noteEffect(tx, logged, { admits: false });
  const seat = seatOf(found);
  const own = deviceId === undefined ? undefined : await findOwnScan(tx, seat, deviceId);
  // Whoever it has let in is out again; who was let in elsewhere still is in.
  if (own?.isConflict === true) {
    await withdraw(tx, { scanId: own.scanId, found });
  } else if (own === undefined || !(await passOnCheckIn(tx, { ...seat, scanId: own.scanId }))) {
    const until =
      scan.shown === undefined || deviceId === undefined ? undefined : { at: scan.at, deviceId };
    await takeBack(tx, rules, { found, day: dayAtEntrance(rules, scan.at.getTime()), until });
  }
  const now = await findScanned(tx, scanning, scan.ticket);
  const answer = answerHere(scanning, scan, now);
  return await noteEffect(tx, { ...logged, answer }, { admits: false });
}

async function noteEffect(
  tx: RecordsTransaction,
  { scan, scanId, answer }: Pick<LoggedScanHere, 'scan' | 'scanId' | 'answer'>,
  { other, ...effect }: Effect & { other?: { scanId: number; moment: OtherMoment } },
): Promise<ScanResult> {
  const { result, columns } = describeEffect(scan, answer, { ...effect, other: other?.moment });
  await updateScan(tx, scanId, { ...columns, other_scan_id: other?.scanId ?? null });
  return result;
}

/** What a scan is answered of which this comes, and how the log has it. */
export function describeEffect(
  scan: NewScan,
  answer: ScanAnswer,
  { admits, conflict, other }: Effect & { other?: OtherMoment | undefined },
): { result: ScanResult; columns: EffectColumns } {
  const isOurs = scan.shown === undefined;
  const isLetIn = isOurs && admits && answer.kind !== 'welcome';
  const result: ScanResult = {
    answer: isLetIn ? letInAnyway(answer) : answer,
    ...(conflict === undefined ? {} : { conflict }),
    ...(other === undefined ? {} : { other }),
  };
  const columns = {
    ...(isOurs ? { answer: answer.kind, reason: answer.reason ?? null, let_in: isLetIn } : {}),
    ...{ admitted: admits, conflict: conflict ?? null },
    result: JSON.stringify({ ...result, answer: withoutNames(result.answer) }),
  };
  return { result, columns };
}

type EffectColumns = Pick<Insertable<ScansTable>, 'admitted' | 'conflict' | 'result'> &
  Partial<Pick<Insertable<ScansTable>, 'answer' | 'reason' | 'let_in'>>;

// What the rule had against it, the log says.
function letInAnyway({ ticket }: ScanAnswer): ScanAnswer {
  return {
    ...{ kind: 'welcome', mayLetIn: false },
    ...(ticket === undefined ? {} : { ticket }),
  };
}

function checkInsOf(found: FoundTicketHere, rules: EntranceRules, day: string): WhichCheckIns {
  return { ...seatOf(found), ...(admitsDaily(rules, found.ticketId) ? { day } : {}) };
}

const seatOf = ({ orderId, line, seat }: FoundTicketHere) => ({ orderId, line, seat });

async function updateScan(
  tx: RecordsTransaction,
  scanId: number,
  changes: Updateable<ScansTable>,
): Promise<void> {
  await tx.updateTable('office.scans').set(changes).where('scan_id', '=', scanId).execute();
}
