import { randomUUID } from 'node:crypto';
import type { Cluster } from './cluster.ts';
import type { Shop } from './shop.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
/** Every gateway shows a new event within a second; a busy machine takes longer. */
const SHOWN_TIMEOUT_S = 60;

/** The id of an event that no earlier run has left. */
export function newEventId(name: string): string {
  return `cluster-test-${name}-${randomUUID().slice(0, 8)}`;
}

/** Puts an event on sale with the admin tool, from its document in YAML; ends when the shop shows its tickets. */
export async function publishEvent(cluster: Cluster, shop: Shop, document: string): Promise<void> {
  const eventId = /^id: (\S+)$/m.exec(document)?.[1] ?? '';
  for (const args of [
    ['--file', '-', 'event', 'put', '/files/stdin'],
    ['event', 'publish', eventId],
  ]) {
    const { code, stdout, stderr } = await cluster.run(SCRIPT, args, document);
    if (code !== 0) throw new Error(`no event to sell: ${stderr}${stdout}`);
  }
  await cluster.until(
    async () => await shop.tickets(eventId).catch(() => []),
    (tickets) => tickets.length > 0,
    { timeoutS: SHOWN_TIMEOUT_S, describe: () => 'no gateway shows the event' },
  );
}
