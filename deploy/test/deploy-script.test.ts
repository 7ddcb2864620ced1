import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { kubectl, project } from '../tools/find-tools.ts';
import { renderOverlay } from './manifests.ts';

// deploy/ci/deploy.sh against a stand-in for kubectl: files are the cluster, and every change is a line of
// `calls`.

const run = promisify(execFile);

const KUBECTL = `#!/bin/sh
set -eu
cd "$CLUSTER"
exists() { [ ! -e "$1" ] || cat "$1"; }
case "$*" in
  kustomize*) cat rendered; exit ;;
  'get configmap redis '*) exists users; exit ;;
  'get configmap onsale frontend catalog '*) exists configuration; exit ;;
  'get configmap installed '*) [ -e installed ]; exit ;;
  'get secret '*) if grep -qx "$3" secrets; then echo "secret/$3"; fi; exit ;;
  'get pods '*) exit ;;
  'get deployment '*) exists revisions; exit ;;
esac
echo "$*" | sed 's/ -n webapp-mq//; s/ --timeout=5m//' >>calls
case "$*" in
  'apply '*' -l app.kubernetes.io/name=redis') cp new-users users ;;
  'apply '*) cp new-users users; cp new-configuration configuration; cp new-revisions revisions ;;
  'rollout status deployment/'*) ! grep -qx "\${3#deployment/}" broken || { : >broken; exit 1; } ;;
  'create configmap installed '*) touch installed ;;
esac
`;
const DEPLOYMENTS = ['gateway', 'order-worker', 'database-api', 'audit', 'frontend'];
const APPLY = 'apply -k deploy/overlays/production';
const APPLY_REDIS = `${APPLY} -l app.kubernetes.io/name=redis`;
const RESTART_REDIS = ['rollout restart statefulset redis', 'rollout status statefulset redis'];
const DELETE_JOB = 'delete job install --ignore-not-found';
const RESTART = `rollout restart deployment ${DEPLOYMENTS.join(' ')}`;
const REMEMBER = 'create configmap installed --from-literal=DATA_EXISTS=true';
const statusOf = (names: readonly string[]) =>
  names.map((name) => `rollout status deployment/${name}`);

const revisionsOf = (names: readonly string[], revision: number) =>
  names.map((name) => `${name}=${revision} `).join('');

let folder: string;
let rendered: string;
let secrets: string[];
let cluster: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-deploy-'));
  await mkdir(join(folder, 'tools'));
  await writeFile(join(folder, 'tools/kubectl'), KUBECTL, { mode: 0o755 });
  rendered = await kubectl('kustomize', 'deploy/overlays/production');
  const manifests = await renderOverlay('production');
  const pods = manifests.flatMap(({ kind, spec }) =>
    kind === 'Ingress' ? [] : [spec?.template?.spec],
  );
  secrets = pods.flatMap((pod) =>
    (pod?.volumes ?? []).flatMap(
      (volume: { secret?: { secretName: string } }) => volume.secret?.secretName ?? [],
    ),
  );
});
after(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  cluster = await mkdtemp(join(folder, 'cluster-'));
  await setCluster({
    ...{ rendered, secrets: `${secrets.join('\n')}\n`, broken: '', calls: '' },
    ...{ 'new-users': 'users', 'new-configuration': 'configuration' },
    'new-revisions': revisionsOf(DEPLOYMENTS, 1),
  });
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
  it('deploys a new shop, and remembers that it exists', async () => {
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 0, stderr);
    assert.deepEqual(calls, [DELETE_JOB, APPLY, ...statusOf(DEPLOYMENTS), REMEMBER]);
  });

  it('restarts Redis for new users before any new pod starts', async () => {
    await setCluster({ users: 'old', configuration: 'configuration', installed: '' });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 0, stderr);
    assert.deepEqual(calls, [
      ...[APPLY_REDIS, ...RESTART_REDIS, DELETE_JOB, APPLY],
      ...statusOf(DEPLOYMENTS),
    ]);
  });

  it('leaves Redis alone when its users are the same, and restarts pods for a new configuration', async () => {
    await setCluster({ users: 'users', configuration: 'old', installed: '' });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 0, stderr);
    assert.deepEqual(calls, [APPLY_REDIS, DELETE_JOB, APPLY, RESTART, ...statusOf(DEPLOYMENTS)]);
  });

  it('takes back what it has changed when a rollout fails, and nothing else', async () => {
    // A Deployment that did not change would go back to the version before the one that runs.
    const changed = ['gateway', 'order-worker'];
    const same = revisionsOf(DEPLOYMENTS.slice(2), 7);
    await setCluster({
      ...{ users: 'users', configuration: 'configuration', broken: 'order-worker\n' },
      revisions: revisionsOf(changed, 7) + same,
      'new-revisions': revisionsOf(changed, 8) + same,
    });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 1);
    assert.match(stderr, /order-worker does not get ready; taking back what has changed/);
    assert.deepEqual(calls.slice(3), [
      ...statusOf(changed),
      ...changed.map((name) => `rollout undo deployment/${name}`),
      ...statusOf(changed),
    ]);
  });

  it('takes nothing back when nothing has changed', async () => {
    const revisions = revisionsOf(DEPLOYMENTS, 1);
    await setCluster({
      ...{ users: 'users', configuration: 'configuration', broken: 'gateway\n', revisions },
    });
    const { calls, code } = await deploy();
    assert.equal(code, 1);
    assert.deepEqual(calls.slice(3), statusOf(['gateway']));
  });

  it('changes nothing while a Secret that pods need is missing', async () => {
    assert.ok(secrets.includes('customers'));
    await setCluster({
      secrets: secrets.filter((name) => !/^(customers|audit)$/.test(name)).join('\n'),
    });
    const { calls, code, stderr } = await deploy();
    assert.equal(code, 1);
    assert.match(stderr, /these Secrets are missing: audit customers; make them: npm run/);
    assert.deepEqual(calls, []);
  });

  it('finds the users of Redis, and no pod but its own, by the label', async () => {
    const manifests = await renderOverlay('production');
    const chosen = manifests
      .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'redis')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const needed of ['ConfigMap redis', 'StatefulSet redis']) {
      assert.ok(chosen.includes(needed), needed);
    }
    assert.deepEqual(
      chosen.filter((each) => /^(Deployment|Job) /.test(each)),
      [],
    );
  });
});
