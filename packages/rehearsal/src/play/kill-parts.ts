import { setTimeout as delay } from 'node:timers/promises';
import type { RehearsalReport } from '@onsale/contracts';
import type { Random } from '@onsale/crowd';
import type { KillablePart } from '../installation.ts';

/** How long a killed part is away, beside its start, and how long all live between two. */
const AWAY_MS = [100, 1500] as const;
const ALIVE_MS = [1500, 4000] as const;

/** Kills one part after another, each once before one has its second turn; in the end all run. */
export function startKilling(
  parts: readonly KillablePart[],
  { random, opensAtMs, say }: { random: Random; opensAtMs: number; say: (line: string) => void },
): { kills: RehearsalReport['kills']; stop: () => Promise<void> } {
  const kills: RehearsalReport['kills'] = [];
  const stopping = new AbortController();
  const pause = async (ms: number) =>
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const work = async () => {
    let left = [...parts];
    await pause(Math.max(0, opensAtMs - performance.now()));
    while (!stopping.signal.aborted && parts.length > 0) {
      await pause(random.integer(...ALIVE_MS));
      if (stopping.signal.aborted) return;
      if (left.length === 0) left = [...parts];
      const [part] = left.splice(random.integer(0, left.length - 1), 1);
      if (part === undefined) continue;
      const startMs = performance.now();
      await part.kill();
      await delay(random.integer(...AWAY_MS));
      await part.restart();
      const awayS = (performance.now() - startMs) / 1000;
      kills.push({
        ...{ part: part.name, awayS: Math.round(awayS * 10) / 10 },
        atS: Math.round((startMs - opensAtMs) / 100) / 10,
      });
      say(`killed ${part.name}; it was back after ${awayS.toFixed(1)} s`);
    }
  };
  const working = work();
  return {
    kills,
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
