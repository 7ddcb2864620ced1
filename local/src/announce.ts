import { setTimeout as delay } from 'node:timers/promises';
import { say } from './terminal.ts';

const ASK_EVERY_MS = 50;
/** A process that hangs must not keep the question waiting. */
const ASK_TIMEOUT_MS = 2000;
/** A start that takes so long is explained. */
const EXPLAIN_AFTER_MS = 15_000;

/**
 * Prints the addresses by the names of the services, once all of them are ready: an address that is
 * shown works. Says who is late and why, and prints nothing when `signal` ends the wait.
 */
export async function announce(
  addresses: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([...addresses].map(([name, url]) => becomesReady(name, url, signal)));
  if (signal.aborted) return;
  say('');
  for (const [name, url] of addresses) say(`  ${name.padEnd(20)} ${url}`);
  const gateway = addresses.get('gateway') ?? '';
  const shop = addresses.get('frontend');
  if (shop !== undefined) say(`\nShop: ${shop}`);
  say(`\nTickets: curl ${gateway}/v1/tickets      Stop: Ctrl-C\n`);
}

async function becomesReady(name: string, url: string, signal: AbortSignal): Promise<void> {
  const explainAtMs = performance.now() + EXPLAIN_AFTER_MS;
  let isExplained = false;
  while (!signal.aborted) {
    const missing = await whatIsMissing(url, signal);
    if (missing === undefined) return;
    if (!isExplained && performance.now() > explainAtMs) {
      say(`still waiting for ${name}: ${missing}`);
      isExplained = true;
    }
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Why a service isn't ready, in its own words where it has any; undefined when it is. */
async function whatIsMissing(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}/readyz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]),
    });
    const text = await answer.text();
    if (answer.ok) return undefined;
    const { reasons } = JSON.parse(text) as { reasons?: string[] };
    return reasons?.join('; ') ?? `it answers ${answer.status}`;
  } catch {
    return 'it does not answer yet';
  }
}
