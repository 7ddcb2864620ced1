import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { project } from '../tools/find-tools.ts';
import { plainName, renderOverlay } from './manifests.ts';

// deploy/ci/deploy.sh against a stand-in for kubectl: files are the cluster, and every change is a line of
// `calls`.

const run = promisify(execFile);

const KUBECTL = `#!/bin/sh
set -eu
cd "$CLUSTER"
case "$*" in
  'get statefulset redis '*) [ ! -e redis ] || echo statefulset.apps/redis; exit ;;
  'get pods '*) exit ;;
  'get deployment '*) [ ! -e revisions ] || cat revisions; exit ;;
esac
echo "$*" | sed 's/ -n webapp-mq//; s/ --timeout=5m//' >>calls
case "$*" in
  'apply '*' -l '*) ;;
  'apply '*) cp new-revisions revisions ;;
  'rollout status '*) ! grep -qx "$3" broken || { : >broken; exit 1; } ;;
esac
`;
const DEPLOYMENTS = [
  ...['gateway', 'waiting-room', 'order-worker', 'database-api', 'payments'],
  ...['office', 'recorder', 'delivery', 'audit', 'frontend'],
];
const APPLY = 'apply -k deploy/overlays/production';
const SELECTOR = 'app.kubernetes.io/name in (redis, postgres, install, install-records)';
const FIRST_REDIS = [`${APPLY} -l ${SELECTOR}`, 'rollout status statefulset/redis'];
const DELETE_JOB = 'delete job install install-records --ignore-not-found';
const statusOf = (names: readonly string[]) =>
  names.map((name) => `rollout status deployment/${name}`);

const revisionsOf = (names: readonly string[], revision: number) =>
  names.map((name) => `${name}=${revision} `).join('');

let folder: string;
let cluster: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-deploy-'));
  await mkdir(join(folder, 'tools'));
  await writeFile(join(folder, 'tools/kubectl'), KUBECTL, { mode: 0o755 });
});
after(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  cluster = await mkdtemp(join(folder, 'cluster-'));
  await setCluster({ broken: '', calls: '', 'new-revisions': revisionsOf(DEPLOYMENTS, 1) });
});

async function setCluster(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(cluster, name), text);
}

/** Runs the script; returns what it changed, what it said on stderr, and its exit code. */
async function deploy(): Promise<{ calls: string[]; stderr: string; code: number }> {
  const env = { ...process.env, CLUSTER: cluster, PATH: `${folder}/tools:${process.env['PATH']}` };
  const { stderr, code } = await run('sh', [`${project}deploy/ci/deploy.sh`], { env }).then(
    (result) => ({ ...result, code: 0 }),
    (error: { stderr: string; code: number }) => error,
  );
  const calls = await readFile(join(cluster, 'calls'), 'utf8');
  return { calls: calls.split('\n').filter(Boolean), stderr, code };
}

describe('deploy.sh', () => {
  it('deploys a new shop', async () => {
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 0, stderr);
    assert.deepEqual(calls, [DELETE_JOB, APPLY, ...statusOf(DEPLOYMENTS)]);
  });

  it('gives Redis its users before any new pod starts', async () => {
    await setCluster({ redis: '' });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 0, stderr);
    assert.deepEqual(calls, [DELETE_JOB, ...FIRST_REDIS, APPLY, ...statusOf(DEPLOYMENTS)]);
  });

  it('takes Redis back when it does not start again, and changes nothing else', async () => {
    await setCluster({ redis: '', broken: 'statefulset/redis\n' });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 1);
    assert.match(stderr, /Redis does not get ready/);
    assert.deepEqual(calls, [DELETE_JOB, ...FIRST_REDIS, 'rollout undo statefulset/redis']);
  });

  it('takes back what it has changed when a rollout fails, and nothing else', async () => {
    // A Deployment that did not change would go back to the version before the one that runs.
    const changed = ['gateway', 'waiting-room', 'order-worker'];
    const same = revisionsOf(DEPLOYMENTS.slice(3), 7);
    await setCluster({
      ...{ redis: '', broken: 'deployment/order-worker\n' },
      revisions: revisionsOf(changed, 7) + same,
      'new-revisions': revisionsOf(changed, 8) + same,
    });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 1);
    assert.match(stderr, /order-worker does not get ready; taking back what has changed/);
    assert.deepEqual(calls.slice(4), [
      ...statusOf(changed),
      ...changed.map((name) => `rollout undo deployment/${name}`),
      ...statusOf(changed),
    ]);
  });

  it('takes nothing back when nothing has changed', async () => {
    const revisions = revisionsOf(DEPLOYMENTS, 1);
    await setCluster({ redis: '', broken: 'deployment/gateway\n', revisions });
    const { calls, code } = await deploy();
    assert.equal(code, 1);
    assert.deepEqual(calls.slice(4), statusOf(['gateway']));
  });

  it('finds what the databases and the installs need by the label, and no other pod', async () => {
    const manifests = await renderOverlay('production');
    const chosen = manifests
      .filter(({ metadata }) =>
        /^(redis|postgres|install|install-records)$/.test(
          metadata.labels?.['app.kubernetes.io/name'] ?? '',
        ),
      )
      .map((each) => `${each.kind} ${plainName(each)}`);
    for (const needed of [
      ...['ConfigMap redis', 'StatefulSet redis', 'Job install'],
      ...['StatefulSet postgres', 'Job install-records'],
    ]) {
      assert.ok(chosen.includes(needed), needed);
    }
    assert.deepEqual(
      chosen.filter((each) => each.startsWith('Deployment ')),
      [],
    );
  });
});
