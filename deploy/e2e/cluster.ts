import { setTimeout as delay } from 'node:timers/promises';
import { chooseBases, type Engine, findEngine, hasImage } from '@onsale/images';
import { runEngine, tryEngine } from '@onsale/images';
import { stringify } from 'yaml';
import { newSecrets, type SecretManifest } from '../src/secret-manifests.ts';
import { find, type Manifest, renderComponent, workloadsOf } from '../test/manifests.ts';
import { readAdminPod } from './admin-pod.ts';
import { installWithoutApiServer } from './install-job.ts';
import { imageOf, podManifest, secretAsConfigMap } from './pod-manifest.ts';

/** How many of each there are: as in the manifests, and the minimum of the HPAs. */
const ADDRESSES: Record<string, number[]> = {
  redis: [10],
  gateway: [20, 21],
  'order-worker': [30, 31],
  'database-api': [40, 41],
  audit: [45],
  'workload-generator': [50],
  frontend: [60, 61],
  install: [70],
  admin: [80],
};
const PORTS: Record<string, number> = {
  ...{ redis: 6379, gateway: 5000, 'order-worker': 5001 },
  ...{ 'database-api': 5002, audit: 5008, 'workload-generator': 9000, frontend: 8080 },
};
/** Even on a busy machine, a pod is up by then. */
const READY_TIMEOUT_MS = 120_000;

/** The contents of `k8s/`, with the laboratory, run as pods on this machine. */
export interface Cluster {
  secrets: readonly SecretManifest[];
  /** Starts one pod and returns its name; `change` edits its manifest first. */
  play(app: string, index: number, change?: PlayChange): Promise<string>;
  /** Waits until the pod is ready. */
  ready(app: string, index: number): Promise<void>;
  /** Ends a pod and removes it: `KILL` is like a node that dies, `TERM` is what a cluster does. */
  end(app: string, index: number, signal: 'KILL' | 'TERM'): Promise<void>;
  /** The log of the pod's container. */
  logs(app: string, index: number): Promise<string>;
  /** Exit code of the pod's container; undefined while it runs. */
  exitCode(app: string, index: number): Promise<number | undefined>;
  /** CPU time and memory (including page cache) of the pod's container. */
  usage(app: string, index: number): Promise<{ cpuS: number; memoryMib: number }>;
  address(app: string, index?: number): string;
  /** The numbers of an app's pods. */
  pods(app: string): number[];
  stop(): Promise<void>;
}

export interface PlayChange {
  workload?: (workload: Manifest) => void;
  configMaps?: (data: Record<string, Record<string, string>>) => void;
  restarts?: boolean;
}

/** Creates the network, the volumes and the secrets, but no pods. */
export async function openCluster(): Promise<Cluster> {
  const say = () => undefined;
  const engine = await findEngine(say);
  if (engine.name !== 'podman') throw new Error('pods need Podman: CONTAINER_ENGINE=podman');
  const bases = (await chooseBases(engine, say)) as Record<string, string>;
  const manifests = await renderComponent('laboratory');
  const pods: Manifest[] = [
    ...workloadsOf(manifests),
    installWithoutApiServer(find(manifests, 'Job', 'install')),
    readAdminPod(),
  ];
  const [redis] = find(manifests, 'StatefulSet', 'redis')['spec'].template.spec.containers;
  const images = { [redis.image]: bases['REDIS_IMAGE'] ?? redis.image };
  await requireImages(engine, pods, images);
  const secrets = newSecrets();
  const prefix = `onsale-pods-${process.pid}`;
  const volumes = { data: `${prefix}-data`, archive: `${prefix}-archive` };
  const owner = 'o=uid=10001,gid=10001';
  for (const volume of Object.values(volumes)) {
    await runEngine(engine, ['volume', 'create', '--opt', owner, volume]);
  }
  await runEngine(engine, ['network', 'create', prefix]);
  const subnet = await readSubnet(engine, prefix);
  const started = new Set<string>();

  const address = (app: string, index = 0) => `${subnet}.${ADDRESSES[app]?.[index]}`;
  const podName = (app: string, index: number) => `${prefix}-${app}-${index}`;
  const containerName = (app: string, index: number) => `${podName(app, index)}-${app}`;
  const hosts = Object.fromEntries(
    Object.entries(ADDRESSES).map(([app, all]) => [app, all.map((_, i) => address(app, i))]),
  );
  const logs = async (app: string, index: number) =>
    (await tryEngine(engine, ['logs', containerName(app, index)])).output;
  const inspect = async (app: string, index: number, field: string) =>
    (await tryEngine(engine, ['inspect', '-f', `{{${field}}}`, containerName(app, index)])).stdout;

  return {
    secrets,
    address,
    pods: (app) => (ADDRESSES[app] ?? []).map((_, i) => i),
    async play(app, index, change = {}) {
      const workload = structuredClone(pods.find(({ metadata }) => metadata.name === app));
      if (workload === undefined) throw new Error(`there is no ${app} in k8s/`);
      change.workload?.(workload);
      const name = podName(app, index);
      const pod = podManifest(workload, {
        name,
        prefix: name,
        images,
        hosts,
        volumes,
        restarts: change.restarts ?? true,
      });
      const documents = [...configMaps(name, { manifests, secrets, change }), pod];
      const input = documents.map((each) => stringify(each)).join('---\n');
      started.add(name);
      // A restarted pod keeps its MAC address too: the others have it in their ARP tables for up to a minute.
      const mac = `02:00:00:00:00:${ADDRESSES[app]?.[index]}`;
      const network = `${prefix}:ip=${address(app, index)},mac=${mac}`;
      await runEngine(engine, ['kube', 'play', '--network', network, '-'], { input });
      return name;
    },
    async ready(app, index) {
      const deadline = performance.now() + READY_TIMEOUT_MS;
      const url = `http://${address(app, index)}:${PORTS[app]}/readyz`;
      for (;;) {
        const isReady =
          app === 'redis'
            ? await answersPing(engine, containerName(app, index))
            : (await fetch(url).catch(() => undefined))?.status === 200;
        if (isReady) return;
        if (performance.now() > deadline) {
          throw new Error(`${app} is not ready:\n${await logs(app, index)}`);
        }
        await delay(100);
      }
    },
    async end(app, index, signal) {
      const name = podName(app, index);
      // A container that has already ended can't be killed.
      if (signal === 'KILL') await tryEngine(engine, ['kill', containerName(app, index)]);
      else await runEngine(engine, ['stop', containerName(app, index)]);
      await removePod(engine, name);
      started.delete(name);
    },
    logs,
    async exitCode(app, index) {
      const [status, code] = (await inspect(app, index, '.State.Status}} {{.State.ExitCode')).split(
        ' ',
      );
      return status === 'exited' ? Number(code) : undefined;
    },
    async usage(app, index) {
      const format = '{{.CPUNano}} {{.MemUsageBytes}}';
      const words = ['stats', '--no-stream', '--format', format, containerName(app, index)];
      const [nanoseconds, bytes = ''] = (await runEngine(engine, words)).split(' ');
      return { cpuS: Number(nanoseconds) / 1e9, memoryMib: mebibytes(bytes) };
    },
    async stop() {
      for (const name of started) {
        await removePod(engine, name);
      }
      await tryEngine(engine, ['volume', 'rm', '--force', ...Object.values(volumes)]);
      await tryEngine(engine, ['network', 'rm', '--force', prefix]);
    },
  };
}

// Also removes the volumes that Podman made of its configuration, so that the next pod reads its
// own.
async function removePod(engine: Engine, name: string): Promise<void> {
  await tryEngine(engine, ['pod', 'rm', '--force', '--time', '1', name]);
  const list = ['volume', 'ls', '--quiet', '--filter', `name=^${name}-`];
  const volumes = (await tryEngine(engine, list)).stdout.split('\n').filter(Boolean);
  if (volumes.length > 0) await tryEngine(engine, ['volume', 'rm', '--force', ...volumes]);
}

async function requireImages(
  engine: Engine,
  pods: readonly Manifest[],
  images: Readonly<Record<string, string>>,
): Promise<void> {
  for (const container of pods.flatMap(({ spec }) => spec.template.spec.containers)) {
    const image = imageOf(container, images);
    // Podman gets one that has a registry by itself.
    if (!image.startsWith('localhost/') || (await hasImage(engine, image))) continue;
    throw new Error(`the image ${image} is missing; make it: npm run images -- build`);
  }
}

async function readSubnet(engine: Engine, network: string): Promise<string> {
  const format = '{{(index .Subnets 0).Subnet}}';
  const subnet = await runEngine(engine, ['network', 'inspect', '--format', format, network]);
  return subnet.trim().split('.').slice(0, 3).join('.');
}

function configMaps(
  prefix: string,
  from: {
    manifests: readonly Manifest[];
    secrets: readonly SecretManifest[];
    change: PlayChange;
  },
): Manifest[] {
  const { manifests, secrets, change } = from;
  const data = Object.fromEntries([
    ...['onsale', 'frontend', 'catalog', 'redis'].map((name) => [
      name,
      { ...find(manifests, 'ConfigMap', name)['data'] },
    ]),
    ...secrets.map((secret) => [secretAsConfigMap(secret.metadata.name), { ...secret.stringData }]),
  ]);
  change.configMaps?.(data);
  return Object.entries(data).map(([name, values]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${prefix}-${name}` },
    data: values,
  }));
}

// The same request as the manifest's probe.
async function answersPing(engine: Engine, container: string): Promise<boolean> {
  const login = ['--user', 'health', '--pass', 'any', '--no-auth-warning'];
  const { stdout } = await tryEngine(engine, ['exec', container, 'redis-cli', ...login, 'ping']);
  return stdout.trim() === 'PONG';
}

// Podman writes 69.12MiB.
function mebibytes(text: string): number {
  const factors: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
  const [, number, unit = ''] = /^([\d.]+)([KMG]iB)/.exec(text) ?? [];
  return Number(number) * (factors[unit] ?? Number.NaN);
}
