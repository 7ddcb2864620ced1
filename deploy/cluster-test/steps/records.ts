import { startBuyers } from '../buyers.ts';
import type { Cluster, Output } from '../cluster.ts';
import { isReady, restartsOf } from '../pod-states.ts';
import { newEventId, publishEvent } from '../publish-event.ts';
import { untilAvailable } from '../rollouts.ts';
import { secondsSince, type Step } from '../step.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
const EVENT_ID = newEventId('records');
const TICKET = `${EVENT_ID}-adult`;
// No rehearsal: those are not recorded.
const EVENT = `id: ${EVENT_ID}
name: Cluster test, recorded
venue: Anywhere
startsAt: 2099-08-01T20:00:00Z
currency: EUR
tickets:
  - { id: ${TICKET}, name: Admission, type: adult, price: 20.00, capacity: 100000 }
`;
const READY_TIMEOUT_S = 600;

export const records: Step = {
  name: 'records',
  title: 'Sells while the recorder and PostgreSQL are deleted, and compares the records',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    await publishEvent(cluster, opened, EVENT);
    const buyers = startBuyers(opened, TICKET);
    try {
      await cluster.pause(2000);
      await replace(cluster, 'recorder', []);
      await replace(cluster, 'postgres', []);
      await replace(cluster, 'postgres', ['--force', '--grace-period=0']);
      await cluster.pause(2000);
    } finally {
      await buyers.stop();
    }
    const failed = buyers.attempts.filter(({ status }) => status !== 201);
    notes.check(
      'the sale does not notice',
      failed.length === 0,
      `${failed.length} of ${buyers.attempts.length} orders failed ${failed[0]?.text.slice(0, 200) ?? ''}`,
    );
    await untilAvailable(cluster, notes.say);
    const restarts = restartsOf(await cluster.pods('recorder'));
    notes.check('the recorder waits for PostgreSQL', restarts === 0, `${restarts} restarts`);
    const last = buyers.attempts.at(-1)?.orderId ?? '';
    await opened.untilConfirmed(last);

    const start = performance.now();
    const compared = await verifyRecords(cluster);
    notes.check('the records and the ledger agree', compared.code === 0, lastOf(compared));
    notes.figure('comparison', secondsSince(start));
    const status = await readByOffice(cluster, last);
    notes.check('a gateway reads an order at the office', status === '200', status);
    const refused = await readByOffice(cluster, last, 'wrong');
    notes.check('and nobody does without its token', refused === '401', refused);
  },
};

/** Compares PostgreSQL and Redis, order by order. */
export async function verifyRecords(cluster: Cluster): Promise<Output> {
  return await cluster.run(SCRIPT, ['records', 'verify']);
}

/** What a command has said at last. */
export function lastOf({ stderr, stdout }: Output): string {
  return `${stderr}${stdout}`.trim().split('\n').slice(-3).join('; ').slice(0, 500);
}

async function replace(cluster: Cluster, app: string, how: readonly string[]): Promise<void> {
  const former = new Set((await cluster.pods(app)).map(({ metadata }) => metadata.uid));
  const label = `app.kubernetes.io/name=${app}`;
  await cluster.kubectl('delete', 'pod', '-l', label, '--wait=false', ...how);
  await cluster.until(
    async () => (await cluster.pods(app)).filter(({ metadata }) => !former.has(metadata.uid)),
    (pods) => pods.some(isReady),
    { timeoutS: READY_TIMEOUT_S, describe: () => `no other pod of ${app} gets ready` },
  );
}

/** Asks as a gateway does; prints the status. */
const ASK = `
const [id, token] = process.argv.slice(1);
const file = '/run/secrets/onsale-office/office-token';
const authorization = 'Bearer ' + (token ?? require('node:fs').readFileSync(file, 'utf8').trim());
fetch('http://office:5006/archive/orders/' + id, { headers: { authorization } })
  .then(({ status }) => console.log(status), (error) => console.log(error.cause?.code ?? error.message));`;

async function readByOffice(cluster: Cluster, ...args: readonly string[]): Promise<string> {
  const pod = (await cluster.pods('gateway')).find(isReady);
  const exec = ['exec', pod?.metadata.name ?? 'gateway', '-c', 'gateway', '--'];
  return (await cluster.kubectl(...exec, 'node', '-e', ASK, ...args)).trim();
}
