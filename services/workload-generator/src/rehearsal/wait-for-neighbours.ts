import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 500;
const LOOK_MS = 2000;

/**
 * Waits until whoever is at these addresses can be reached, whatever they answer: the network policies of a cluster let
 * a new pod through only a second or two after its start. Says for whom it waits; after half a minute it is for what
 * comes next to say what is wrong.
 */
export async function waitForNeighbours(
  urls: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  await Promise.all(
    urls.map(async (url) => {
      for (let looks = 0; !(await isReachable(url)); looks++) {
        if (performance.now() > untilMs) return;
        if (looks === 0) say(`waiting for ${url}`);
        await delay(LOOK_EVERY_MS);
      }
    }),
  );
}

async function isReachable(url: string): Promise<boolean> {
  return await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(LOOK_MS) }).then(
    () => true,
    () => false,
  );
}
