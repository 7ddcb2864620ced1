import { loadScript, runScript } from '@onsale/redis';
import { lineDrawKey, lineKey, lineLobbyKey } from '../../keys.ts';
import type { Ledger } from '../../ledger.ts';
import { readTimeMs } from '../../redis-time.ts';
import { type LineAddress, lineKeysOf } from '../line-address.ts';
import { type DrawProgress, drawProgress } from './close-lobby.ts';
import { lotOf, LOTS_AT_ONCE, numbersOf } from './lots.ts';

const drawScript = loadScript(new URL('./draw-lots.lua', import.meta.url));

/**
 * Gives everybody in the lobby the number of their lot, in chunks, and then opens the line; not before `drawAtMs`, when
 * it returns `listed`. Safe to repeat, in several processes at once and after a kill.
 */
export async function drawLots(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<DrawProgress> {
  const lobby = lineLobbyKey(line.shard, line.eventId);
  const progress = await drawProgress(ledger, line);
  if (progress.outcome !== 'listed') return progress;
  if ((await readTimeMs(ledger, lobby)) < progress.drawAtMs) return progress;
  const { seed, lots } = await readDraw(ledger, line);
  const numbers = await numbersOf(seed, lots);
  const head = ['ZRANGE', lobby, '0', String(LOTS_AT_ONCE - 1)];
  let phase;
  do {
    const places = (await ledger.redis.command(lobby, head)) as string[];
    const args = places.flatMap((place) => [place, String(numberOf(place, numbers))]);
    phase = await runScript(ledger.redis, drawScript, { keys: lineKeysOf(line), args });
  } while (phase === 'drawing');
  return await drawProgress(ledger, line);
}

function numberOf(place: string, numbers: ReadonlyMap<string, number>): number {
  const number = numbers.get(lotOf(place));
  if (number === undefined) throw new Error('a place in the lobby is not in the list of lots');
  return number;
}

/**
 * What `GET /lines/:event/lots` says: `seed <hex>` and the list of lots, once all is drawn; undefined before, and
 * without a draw.
 */
export async function readLots(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<string | undefined> {
  if ((await drawProgress(ledger, line)).outcome !== 'drawn') return undefined;
  const { seed, lots } = await readDraw(ledger, line);
  return [`seed ${seed}`, ...lots, ''].join('\n');
}

async function readDraw(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<{ seed: string; lots: string[] }> {
  const [key, draw] = [lineKey(shard, eventId), lineDrawKey(shard, eventId)];
  const places = Number(await ledger.redis.command(key, ['HGET', key, 'places']));
  const seed = String(await ledger.redis.command(draw, ['HGET', draw, 'seed']));
  const lots: string[] = [];
  for (let part = 0; part * LOTS_AT_ONCE < places; part += 1) {
    const text = String(await ledger.redis.command(draw, ['HGET', draw, `lots:${part}`]));
    lots.push(...text.trimEnd().split('\n'));
  }
  return { seed, lots };
}
