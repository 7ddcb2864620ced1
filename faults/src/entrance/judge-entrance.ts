import type { TestPostgres } from '@onsale/testing';
import type { Phone, ShownScan } from './phone.ts';

/** Differences named one by one; the rest is counted. */
const MOST_NAMED = 3;

interface ScanRow {
  device_id: string;
  number: number;
  admitted: boolean;
  is_offline: boolean;
  conflict: string | null;
  /** Null of a code that is no ticket of the event. */
  seat: string | null;
}

/**
 * A sentence for each way in which the tables differ from what phones have shown: every scan is there once, as it was
 * shown; whoever was let in is in once; and a ticket that let in more than one is a conflict each further time.
 */
export async function judgeEntrance(
  { query }: Pick<TestPostgres, 'query'>,
  phones: readonly Phone[],
): Promise<{ broken: string[]; note: string }> {
  const rows = await query<ScanRow>(`
    select device_id, number, admitted, is_offline, conflict,
      case when order_id is not null then concat_ws('/', order_id, line, seat) end as seat
    from office.scans`);
  const inside = await query<{ seat: string }>(`
    select concat_ws('/', order_id, line, seat) as seat from office.check_ins where undone_at is null`);
  const shown = phones.flatMap((phone) => phone.shown);
  const unseen = phones.flatMap(({ deviceId, unseen: numbers }) =>
    [...numbers].map((number) => nameOf(deviceId, number)),
  );
  const bySeat = Map.groupBy(
    rows.filter(({ admitted }) => admitted),
    ({ seat }) => seat ?? '',
  );
  const conflicts = rows.filter(({ conflict }) => conflict !== null).length;
  const offline = shown.filter(({ byOffice }) => !byOffice).length;
  return {
    broken: [...judgeScans(shown, rows, new Set(unseen)), ...judgeTickets(bySeat, inside)],
    note:
      `${shown.length} scans, ${offline} of them decided by phones; ${bySeat.size} tickets in, ` +
      `${conflicts} conflicts`,
  };
}

const nameOf = (deviceId: string, number: number | string) => `${deviceId}/${number}`;

function judgeScans(
  shown: readonly ShownScan[],
  rows: readonly ScanRow[],
  unseen: ReadonlySet<string>,
): string[] {
  const stored = new Map(rows.map((row) => [nameOf(row.device_id, row.number), row]));
  const missing = shown.filter(({ deviceId, number }) => !stored.has(nameOf(deviceId, number)));
  const changed = shown.filter(({ deviceId, number, admitted }) => {
    const row = stored.get(nameOf(deviceId, number));
    return row !== undefined && row.admitted !== admitted;
  });
  const known = new Set(shown.map(({ deviceId, number }) => nameOf(deviceId, number)));
  // What the office has decided and a phone has not seen, as it went out.
  const more = [...stored.keys()].filter((each) => !known.has(each) && !unseen.has(each));
  const name = (scans: readonly ShownScan[]) =>
    scans
      .slice(0, MOST_NAMED)
      .map((scan) => JSON.stringify({ ...scan, code: scan.code.slice(0, 8) }))
      .join(' | ');
  return [
    ...(missing.length > 0 ? [`${missing.length} scans are lost: ${name(missing)}`] : []),
    ...(changed.length > 0 ? [`${changed.length} scans are not as shown: ${name(changed)}`] : []),
    ...(more.length > 0 ? [`there are ${more.length} scans more`] : []),
  ];
}

function judgeTickets(
  bySeat: ReadonlyMap<string, readonly ScanRow[]>,
  inside: readonly { seat: string }[],
): string[] {
  const broken: string[] = [];
  const isIn = new Set(inside.map(({ seat }) => seat));
  if (isIn.size < inside.length) broken.push('a ticket is in twice');
  for (const { seat } of inside) {
    if (!bySeat.has(seat)) broken.push(`${seat} is in, and nobody has let it in`);
  }
  for (const [seat, scans] of bySeat) {
    const silent = scans.filter(({ conflict }) => conflict === null).length;
    const isDead = scans.some(({ conflict }) => conflict === 'dead');
    if (silent > 1) broken.push(`${seat} was let in ${silent} times without a conflict`);
    if (silent === 0 && !isDead) broken.push(`${seat} is a conflict with nothing`);
    if (!isDead && !isIn.has(seat)) broken.push(`${seat} was let in and is not in`);
    const byOffice = scans.filter((scan) => !scan.is_offline).length;
    if (byOffice > 1) broken.push(`the office has let in ${seat} ${byOffice} times`);
  }
  const more = broken.length - MOST_NAMED;
  return more > 0 ? [...broken.slice(0, MOST_NAMED), `and ${more} more of these`] : broken;
}
