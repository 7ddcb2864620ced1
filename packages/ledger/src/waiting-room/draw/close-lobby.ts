import { loadScript, runScript } from '@onsale/redis';
import { lineKey, lineLobbyKey } from '../../keys.ts';
import type { Ledger } from '../../ledger.ts';
import { keysWithDrawOf, type LineAddress } from '../line-address.ts';
import { hashList, listOf, lotOf, LOTS_AT_ONCE } from './lots.ts';

/** Between the publication of the list of lots and the draw. */
export const DRAW_AFTER_MS = 3000;

const listScript = loadScript(new URL('./list-lots.lua', import.meta.url));

/** How far a draw has come. */
export type DrawProgress =
  /** The lobby is open, or there is none. */
  | { outcome: 'not-closed' }
  /** Its list is published; the draw follows at `drawAtMs` (Unix time in ms by Redis' clock). */
  | { outcome: 'listed'; drawAtMs: number }
  | { outcome: 'drawn' };

/**
 * Makes and publishes the list of lots of a lobby that `stepLine`, `joinLine` or `openLine` has closed (phase
 * `drawing`). Safe to repeat, in several processes at once and after a kill: the lobby stays as it is until the draw,
 * so all of them make the same list.
 */
export async function closeLobby(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<DrawProgress> {
  const progress = await readProgress(ledger, line);
  if (progress.outcome !== 'unlisted') return progress;
  const { shard, eventId } = line;
  const lots: string[] = [];
  for (let from = 0; from < progress.places; from += LOTS_AT_ONCE) {
    const key = lineLobbyKey(shard, eventId);
    const range = [String(from), String(from + LOTS_AT_ONCE - 1)];
    const places = (await ledger.redis.command(key, ['ZRANGE', key, ...range])) as string[];
    const part = places.map(lotOf);
    lots.push(...part);
    // Another process has published it.
    if (!(await list(['part', String(from / LOTS_AT_ONCE), listOf(part)]))) break;
  }
  // If it is published already, this says so, and `lots` may lack those that are drawn.
  await list(['list', hashList(lots), String(DRAW_AFTER_MS)]);
  return await drawProgress(ledger, line);

  async function list(args: string[]): Promise<boolean> {
    return (await runScript(ledger.redis, listScript, { keys: keysWithDrawOf(line), args })) === 1;
  }
}

/** How far a draw has come, as far as everybody knows. */
export async function drawProgress(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<DrawProgress> {
  const progress = await readProgress(ledger, line);
  return progress.outcome === 'unlisted' ? { outcome: 'not-closed' } : progress;
}

async function readProgress(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<DrawProgress | { outcome: 'unlisted'; places: number }> {
  const key = lineKey(shard, eventId);
  const fields = ['phase', 'drawn', 'places', 'drawAt'];
  const reply = await ledger.redis.command(key, ['HMGET', key, ...fields]);
  const [phase, drawn, places, drawAt] = reply as (string | null)[];
  if (drawn === '1') return { outcome: 'drawn' };
  if (phase !== 'drawing') return { outcome: 'not-closed' };
  if (typeof drawAt === 'string') return { outcome: 'listed', drawAtMs: Number(drawAt) };
  return { outcome: 'unlisted', places: Number(places) };
}
