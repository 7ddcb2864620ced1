import { setTimeout as delay } from 'node:timers/promises';
import { say } from './terminal.ts';

/** A service that is not ready by then is reported; it goes on trying. */
const READY_TIMEOUT_MS = 15_000;

/** Prints the addresses by the names of the services, once all of them are ready. */
export async function announce(addresses: ReadonlyMap<string, string>): Promise<void> {
  const states = await Promise.all(
    [...addresses].map(async ([name, url]) => ({ name, url, ready: await becomesReady(url) })),
  );
  say('');
  for (const { name, url, ready } of states) {
    say(`  ${name.padEnd(20)} ${url}${ready ? '' : '   (not ready yet, see its log)'}`);
  }
  const gateway = addresses.get('gateway') ?? '';
  const shop = addresses.get('frontend');
  if (shop !== undefined) say(`\nShop: ${shop}`);
  say(`\nTickets: curl ${gateway}/v1/tickets      Stop: Ctrl-C\n`);
}

async function becomesReady(url: string): Promise<boolean> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return true;
    await delay(50);
  }
  return false;
}
