import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { project } from '../tools/find-tools.ts';

// The demo with programs that note how they were called. The cluster of this kubectl has nothing in it, so
// that there is nothing to wait for.

const NOTE = `#!/bin/sh
echo "$(basename "$0") $*" >>"$FOLDER/calls"
`;
const PROGRAMS: Record<string, string> = {
  docker: `${NOTE}case $1 in info) echo 1 ;; esac`,
  kind: `${NOTE}case $1 in create) cat >"$FOLDER/configuration" ;; get) cat "$FOLDER/clusters" ;; esac`,
  k3d: `${NOTE}case $2 in list) cat "$FOLDER/clusters" ;; esac`,
  minikube: `${NOTE}case $1 in profile) cat "$FOLDER/clusters" ;; esac`,
  kubectl: `${NOTE}
for word; do case $word in --unix-socket=*) exec "${process.execPath}" "$FOLDER/api.mjs" "\${word#*=}" ;; esac; done
`,
};
const API = `import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
createServer(({ url }, answer) => {
  const isThere = !url.startsWith('/apis/metrics.k8s.io') || existsSync(process.env.FOLDER + '/metrics');
  answer.writeHead(isThere ? 200 : 404).end('{"items":[]}');
}).listen(process.argv[2], () => console.log('Starting to serve'));
`;
/** Of the machine, in a PATH that has no tool for clusters. */
const NEEDED = ['sh', 'env', 'cat', 'basename'];

let root: string;
before(async () => (root = await mkdtemp(join(tmpdir(), 'onsale-demo-'))));
after(async () => await rm(root, { recursive: true }));

interface Machine {
  /** Tools for clusters on PATH. */
  tools: string[];
  /** What they list. */
  clusters?: string;
  hasMetrics?: boolean;
}

/** Runs the demo without building images. */
async function demo(
  args: readonly string[],
  { tools, clusters = '', hasMetrics = false }: Machine,
) {
  const folder = await mkdtemp(join(root, 'run-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of NEEDED) await symlink(`/usr/bin/${name}`, join(bin, name));
  for (const name of ['docker', 'kubectl', ...tools]) {
    await writeFile(join(bin, name), PROGRAMS[name] ?? '', { mode: 0o755 });
  }
  await writeFile(join(folder, 'api.mjs'), API);
  await writeFile(join(folder, 'clusters'), clusters);
  if (hasMetrics) await writeFile(join(folder, 'metrics'), '');
  const child = spawn(process.execPath, ['deploy/demo/main.ts', '--no-build', ...args], {
    cwd: project,
    env: { PATH: bin, FOLDER: folder },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const read = async (file: string) => await readFile(join(folder, file), 'utf8').catch(() => '');
  const calls = (await read('calls')).split('\n').filter(isOfInterest);
  return { code, said: out + error, calls, configuration: await read('configuration') };
}

/** Not those that only look. */
function isOfInterest(call: string): boolean {
  return (
    call !== '' &&
    !/^docker info|^kubectl (.* )?(version|proxy) --|version$|list|get clusters/.test(call)
  );
}

const INSTALL = ['delete job install --ignore-not-found', 'apply -k deploy/overlays/local'];
const onCluster = (context: string) =>
  INSTALL.map((each) => `kubectl --context ${context} -n webapp-mq ${each}`);

/** The command that loads images, without their names. */
function withoutImages(call: string): string {
  return call.replaceAll(/ localhost\/onsale\/\S+/g, '');
}

it('makes a cluster with kind, which has no metrics, and installs Onsale', async () => {
  const { code, said, calls, configuration } = await demo([], { tools: ['kind', 'minikube'] });
  assert.equal(code, 0, said);
  assert.deepEqual(calls.map(withoutImages), [
    'kind create cluster --name onsale --wait 3m --config -',
    'kind load docker-image --name onsale',
    'kubectl --context kind-onsale apply -f https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml',
    'kubectl --context kind-onsale patch deployment metrics-server -n kube-system --type=json -p [{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]',
    ...onCluster('kind-onsale'),
  ]);
  assert.match(configuration, /hostPort: 30080/);
  assert.match(said, /npm run k8s:demo -- --with kind --delete/);
});

it('uses a cluster of that name, and its metrics, again', async () => {
  const machine = { tools: ['kind'], clusters: 'kind\nonsale\n', hasMetrics: true };
  const { calls } = await demo(['--with', 'kind'], machine);
  assert.deepEqual(calls.map(withoutImages), [
    'kind load docker-image --name onsale',
    ...onCluster('kind-onsale'),
  ]);
});

it('makes a cluster with k3d, which brings metrics', async () => {
  const machine = { tools: ['kind', 'k3d'], clusters: 'onsale-other 1/1', hasMetrics: true };
  const { calls } = await demo(['--with', 'k3d'], machine);
  assert.deepEqual(calls.map(withoutImages), [
    'k3d cluster create onsale --wait --port 127.0.0.1:30080:30080@server:0 --port 127.0.0.1:30081:30081@server:0 --port 127.0.0.1:30050:30050@server:0 --k3s-arg --disable=traefik@server:0',
    'k3d image import --cluster onsale',
    ...onCluster('k3d-onsale'),
  ]);
});

it('makes a cluster with minikube', async () => {
  const { calls } = await demo([], { tools: ['minikube'] });
  assert.deepEqual(calls.map(withoutImages), [
    'minikube start --profile onsale --driver docker --ports 127.0.0.1:30080:30080 --ports 127.0.0.1:30081:30081 --ports 127.0.0.1:30050:30050',
    'minikube image load --profile onsale',
    'minikube addons enable metrics-server --profile onsale',
    ...onCluster('onsale'),
  ]);
});

it('deletes the cluster', async () => {
  const { calls } = await demo(['--with', 'k3d', '--delete'], { tools: ['k3d'] });
  assert.deepEqual(calls, ['k3d cluster delete onsale']);
});

it('says what to install when there is nothing that makes clusters', async () => {
  const { code, said, calls } = await demo([], { tools: [] });
  assert.equal(code, 1);
  assert.match(
    said,
    /^there is no kind, k3d or minikube here\. Install one of them.*--context current\n$/,
  );
  assert.deepEqual(calls, []);
});

it('takes the cluster that kubectl has, and leaves it when it deletes', async () => {
  const load = ['--context', 'current', '--load-images', 'docker bring'];
  const { calls, said } = await demo(load, { tools: [] });
  assert.deepEqual(calls, [
    'kubectl -n webapp-mq kustomize deploy/overlays/local',
    'docker bring',
    ...INSTALL.map((each) => `kubectl -n webapp-mq ${each}`),
  ]);
  assert.match(said, /the cluster has no metrics, so nothing will scale/);
  const { calls: deleted } = await demo(['--context', 'other', '--delete'], { tools: [] });
  assert.deepEqual(deleted, [
    'kubectl --context other -n webapp-mq delete -k deploy/overlays/local --ignore-not-found --timeout=5m',
  ]);
});

it('refuses options that do not fit together', async () => {
  const { code, said } = await demo(['--with', 'kind', '--context', 'current'], { tools: [] });
  assert.equal(code, 1);
  assert.match(said, /--with makes a cluster, --context takes one/);
});
