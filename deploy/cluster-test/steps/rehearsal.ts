import type { RehearsalReport } from '@onsale/contracts';
import { type Cluster, ClusterError } from '../cluster.ts';
import { type ConsoleDoor, join, openConsole, read } from '../console-door.ts';
import { REHEARSAL, writeRehearsal } from '../overlay.ts';
import { secondsSince, type Step } from '../step.ts';

/** Two minutes on machines of its own; all in one takes longer. */
const TIMEOUT_S = 1200;
const JOB = 'job/rehearsal';

export const rehearsal: Step = {
  name: 'rehearsal',
  title: 'Plays a whole sale in a Job, with a key of the office, and reads its verdict',
  async run({ cluster, overlay }, notes) {
    // Only an owner makes keys.
    const console = await openConsole(cluster, 'owner');
    try {
      const cookie = await join(console);
      const { keyId, secret } = await makeKey(console, cookie);
      try {
        writeRehearsal(overlay);
        await takeAway(cluster);
        await storeKey(cluster, secret);
        const start = performance.now();
        await cluster.kubectl('apply', '-k', REHEARSAL);
        const ended = await waitForEnd(cluster);
        notes.figure('Job', `${secondsSince(start)}, ${ended}`);
        const { verdict, summary, findings, counts, times } = await readReport(cluster);
        notes.say(summary);
        for (const { promise, what, is, found } of findings) {
          // How fast it was says something of the machine, too.
          if (promise === 0) notes.figure(what, `${is}: ${found}`);
          else if (is !== 'left out') notes.check(what, is === 'held', found);
        }
        notes.check(
          'the Job fails where a promise is broken, and only there',
          agree(ended, verdict),
        );
        notes.figure('counted', JSON.stringify(counts));
        notes.figure('times', times.map(({ what, p99Ms }) => `${what}: ${p99Ms} ms`).join('; '));
      } finally {
        await takeAway(cluster);
        await console.ask('/api/v1/api-keys/self', { token: secret, method: 'DELETE' });
        notes.say(`the key ${keyId} is revoked`);
      }
    } finally {
      await console.close();
    }
  },
};

async function makeKey(
  { ask }: ConsoleDoor,
  cookie: string,
): Promise<{ keyId: string; secret: string }> {
  const body = { name: 'Cluster test', grants: [{ role: 'manager' }] };
  const made = read(await ask('/api/v1/api-keys', { cookie, body }));
  const { apiKey, secret } = made as { apiKey: { keyId: string }; secret: string };
  return { keyId: apiKey.keyId, secret };
}

async function storeKey(cluster: Cluster, secret: string): Promise<void> {
  const { namespace } = cluster;
  const metadata = { name: 'rehearsal', namespace };
  const key = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { 'api-key': secret } };
  await cluster.applyText(JSON.stringify(key));
}

async function takeAway(cluster: Cluster): Promise<void> {
  await cluster.putRight('delete', '-k', REHEARSAL, '--ignore-not-found');
  await cluster.putRight('delete', 'secret/rehearsal', '--ignore-not-found');
}

async function waitForEnd(cluster: Cluster): Promise<string> {
  const path = '{.status.conditions[?(@.status=="True")].type}';
  return await cluster.until(
    async () => await cluster.kubectl('get', JOB, '-o', `jsonpath=${path}`),
    (conditions) => /\b(Complete|Failed)\b/.test(conditions),
    { timeoutS: TIMEOUT_S, describe: () => 'the Job has not ended', everyMs: 3000 },
  );
}

/** The report is the last line of the Job's log. */
async function readReport(cluster: Cluster): Promise<RehearsalReport> {
  const log = await cluster.kubectl('logs', JOB);
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{'))
    throw new ClusterError(`the Job gives no report:\n${log.slice(-2000)}`);
  return JSON.parse(last) as RehearsalReport;
}

function agree(ended: string, verdict: RehearsalReport['verdict']): boolean {
  return /\bFailed\b/.test(ended) === (verdict === 'broken');
}
