import { loadScript, runScript } from '@onsale/redis';
import type { Ledger } from '../ledger.ts';
import { type LineAddress, lineKeysOf } from './line-address.ts';
import type { LinePhase } from './step-line.ts';

const openScript = loadScript(new URL('./open-line.lua', import.meta.url));

/**
 * Opens an automatic line: from now on orders of its event need an admission. Safe to repeat. Returns what it is in
 * then; people in a lobby, of an event that was changed meanwhile, get their lots first.
 */
export async function openLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<LinePhase> {
  const call = { keys: lineKeysOf(line), args: ['open'] };
  return (await runScript(ledger.redis, openScript, call)) as LinePhase;
}

/**
 * Switches an automatic line off again, if nobody waits, is slowed or has a turn. Returns whether it is off. Numbers go
 * on when it is opened again.
 */
export async function switchOffLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
): Promise<boolean> {
  const call = { keys: lineKeysOf(line), args: ['off'] };
  return (await runScript(ledger.redis, openScript, call)) === 'none';
}
