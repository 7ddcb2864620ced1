import type { Line } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { lineHistoryKey, lineReportKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readTimeMs } from '../redis-time.ts';
import type { LineAddress } from './line-address.ts';
import type { LineState } from './read-line-state.ts';

const reportScript = loadScript(new URL('./report-line.lua', import.meta.url));

/** A line of which nobody has reported for so long is not told of. */
const KEEP_REPORT_MS = 86_400_000;
/** Between two counts of the history, of which the last six hours are kept. */
const HISTORY_EVERY_MS = 10_000;
const MOST_HISTORY = 2160;

/** What the waiting room has seen of a line, for the team. */
export interface ReportedLine {
  /** What everybody is told. */
  line: Line;
  state: Omit<LineState, 'before' | 'phase'>;
  /** People that it admits in a minute at present, at most. */
  perMinute: number;
  /** What keeps it from admitting more, as a part of a sentence; undefined when all is well. */
  trouble?: string;
}

/** A line at one moment of its past. */
export interface LineCounts {
  /** Unix time in ms by Redis' clock. */
  atMs: number;
  waiting: number;
  turns: number;
  /** Sums since the line was opened. */
  joined: number;
  admitted: number;
  served: number;
  left: number;
}

/** Keeps what was seen of a line last. Each process of the waiting room does so about once a second. */
export async function reportLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  report: ReportedLine,
): Promise<void> {
  const { shard, eventId } = line;
  const { lobby, slowed, waiting, turns, joined, admitted, served, left } = report.state;
  const counts = [lobby + slowed + waiting, turns, joined, admitted, served, left];
  await runScript(ledger.redis, reportScript, {
    keys: [lineReportKey(shard, eventId), lineHistoryKey(shard, eventId)],
    args: [
      ...[JSON.stringify(report), String(KEEP_REPORT_MS), counts.join(' ')],
      ...[HISTORY_EVERY_MS, MOST_HISTORY].map(String),
    ],
  });
}

/** What was reported last, and how long ago; undefined when nobody has reported for a day, or the line is gone. */
export async function readLineReport(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<{ report: ReportedLine; atMs: number; ageMs: number } | undefined> {
  const key = lineReportKey(shard, eventId);
  const [text, nowMs] = await Promise.all([
    ledger.redis.command(key, ['GET', key]),
    readTimeMs(ledger, key),
  ]);
  if (typeof text !== 'string') return undefined;
  const end = text.indexOf(' ');
  const atMs = Number(text.slice(0, end));
  return { report: JSON.parse(text.slice(end + 1)) as ReportedLine, atMs, ageMs: nowMs - atMs };
}

/** How a line has gone on in its last six hours, the oldest first; each count stands until the next. */
export async function readLineHistory(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<LineCounts[]> {
  const key = lineHistoryKey(shard, eventId);
  const kept = (await ledger.redis.command(key, ['LRANGE', key, '0', '-1'])) as string[];
  return kept.map((text) => {
    const numbers = text.split(' ').map(Number);
    const [atMs = 0, waiting = 0, turns = 0, joined = 0, admitted = 0, served = 0, left = 0] =
      numbers;
    return { atMs, waiting, turns, joined, admitted, served, left };
  });
}
