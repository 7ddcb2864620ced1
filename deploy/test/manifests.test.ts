import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { allShardsOf, orderStreamKey } from '@onsale/ledger';
import { loadCpuRequest, loadHpa } from '../../local/src/hpa/load-settings.ts';
import { generatedSources, renderBase } from '../src/rendered-files.ts';
import { newSecrets } from '../src/secret-manifests.ts';
import { checkTypes } from './check-types.ts';
import { kubectl, project } from '../tools/find-tools.ts';
import {
  components,
  find,
  type Manifest,
  overlays,
  parseManifests,
  plainName,
  readManifests,
  renderComponent,
  renderOverlay,
  renderPatched,
} from './manifests.ts';

const NOBODY = 'http://127.0.0.1:1';
const base = readManifests();
const names = (manifests: readonly Manifest[]) =>
  manifests.map((each) => `${each.kind} ${plainName(each)}`).sort();

describe('the manifests', () => {
  it('have the fields that Kubernetes knows, and no others', async () => {
    assert.deepEqual(await checkTypes(base), []);
  });

  it('would be refused with a field that Kubernetes does not know', async () => {
    const gateway = structuredClone(find(base, 'Deployment', 'gateway'));
    gateway['spec'].template.spec.containers[0].livenessprobe = {};
    assert.match((await checkTypes([gateway])).join(), /livenessprobe/);
  });

  it('are read from the folder as kubectl apply does', async () => {
    const read = await kubectl('annotate', '--local', '-f', 'k8s/', 'a=b', '-o', 'name');
    assert.equal(read.trim().split('\n').length, base.length);
  });

  it('are what kustomize makes of deploy/base (else: npm run k8s:render)', async () => {
    assert.deepEqual(parseManifests(await renderBase()), base);
  });

  for (const [file, text] of Object.entries(generatedSources())) {
    it(`repeat the files they are made of: ${file} (else: npm run k8s:render)`, () => {
      assert.equal(readFileSync(project + file, 'utf8'), text);
    });
  }
});

it('the orders and wrong codes of one address are limited, and the gateway can tell the address', () => {
  const { env } = find(base, 'Deployment', 'gateway')['spec'].template.spec.containers[0];
  const compose = parse(readFileSync(`${project}compose.yaml`, 'utf8')).services.gateway;
  for (const name of ['RATE_LIMIT_ORDERS', 'RATE_LIMIT_WRONG_CODES', 'TRUSTED_PROXIES']) {
    const { value } = env.find((variable: { name: string }) => variable.name === name);
    assert.ok(value.length > 0 && value !== '0', name);
    assert.equal(compose.environment[name], `\${${name}:-${value}}`);
  }
});

for (const overlay of overlays) {
  it(`the overlay ${overlay} can be applied`, async () => {
    const rendered = await renderOverlay(overlay);
    assert.deepEqual(await checkTypes(rendered), []);
    const missing = names(base).filter((name) => !names(rendered).includes(name));
    assert.deepEqual(missing, []);
  });
}

for (const component of components) {
  it(`the component ${component} can be applied`, async () => {
    const rendered = await renderComponent(component);
    assert.ok(rendered.length > 0);
    assert.deepEqual(await checkTypes(rendered), []);
    assert.notDeepEqual(rendered, await renderNothing());
  });
}

async function renderNothing(): Promise<Manifest[]> {
  return parseManifests(await kubectl('kustomize', 'deploy/base'));
}

it('the overlays open the laboratory on a laptop only', async () => {
  const local = await renderOverlay('local');
  assert.equal(find(local, 'ConfigMap', 'frontend')['data'].LAB, 'on');
  assert.equal(find(local, 'Service', 'gateway')['spec'].ports[0].nodePort, 30050);
  const { ports } = find(local, 'Service', 'frontend')['spec'];
  assert.deepEqual(
    ports.map(({ nodePort }: { nodePort: number }) => nodePort),
    [30080, 30081],
  );
  find(local, 'Deployment', 'workload-generator');
  const production = await renderOverlay('production');
  for (const closed of [base, production]) {
    const { LAB, ...settings } = find(closed, 'ConfigMap', 'frontend')['data'];
    assert.equal(LAB, 'off');
    assert.doesNotMatch(JSON.stringify(settings), /workload-generator|audit/);
    // No pod, no right and no user of Redis.
    const traces = closed.filter((each) =>
      /workload-generator|onsale\/bank|bank-|:5007/.test(
        JSON.stringify({ ...each, data: settings }),
      ),
    );
    assert.deepEqual(names(traces), []);
  }
  assert.ok(production.some(({ kind }) => kind === 'Ingress' || kind === 'Gateway'));
});

it('a public shop takes no payments until it has a provider, and never by the bank', async () => {
  const providerOf = (manifests: readonly Manifest[]) =>
    find(manifests, 'ConfigMap', 'payment-provider')['data'];
  const production = await renderOverlay('production');
  for (const closed of [base, production]) {
    assert.deepEqual(providerOf(closed), { PAYMENT_PROVIDER: 'none', TEST_PAYMENTS: 'false' });
  }
  const overlay = 'deploy/overlays/production/kustomization.yaml';
  const { components: added, patches } = parse(readFileSync(project + overlay, 'utf8'));
  const renderWith = async (component: string) =>
    await renderPatched([...added, `../../components/${component}`], patches);
  assert.equal(providerOf(await renderWith('stripe')).PAYMENT_PROVIDER, 'stripe');
  await assert.rejects(renderWith('laboratory'), /testing value \/data\/TEST_PAYMENTS failed/);
});

it('payments reach their provider, and nothing else outside', async () => {
  const egressOf = (manifests: readonly Manifest[]) =>
    manifests
      .filter(
        ({ kind, spec }) =>
          kind === 'NetworkPolicy' &&
          spec.podSelector.matchLabels?.['app.kubernetes.io/name'] === 'payments',
      )
      .flatMap(({ spec }) => (spec.egress ?? []) as { ports: { port: number }[]; to: object[] }[]);
  const portsOf = (manifests: readonly Manifest[]) =>
    egressOf(manifests).flatMap(({ ports }) => ports.map(({ port }) => port));
  assert.deepEqual(portsOf(base), [6379, 5006]);
  assert.deepEqual(portsOf(await renderComponent('laboratory')), [6379, 5006, 5007]);
  const stripe = await renderComponent('stripe');
  assert.deepEqual(portsOf(stripe), [6379, 5006, 443]);
  const outside = JSON.stringify(egressOf(stripe).at(-1)?.to);
  for (const network of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']) {
    assert.ok(outside.includes(network), network);
  }
});

for (const component of ['ingress', 'gateway-api']) {
  it(`the component ${component} tells the shop the name that it has`, async () => {
    const rendered = await renderComponent(component);
    const routes = JSON.stringify(
      rendered.filter(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute'),
    );
    const { CONSOLE_URL } = find(rendered, 'ConfigMap', 'onsale')['data'];
    assert.ok(routes.includes(JSON.stringify(new URL(CONSOLE_URL).hostname)), CONSOLE_URL);
    for (const name of ['onsale', 'frontend']) {
      const { PUBLIC_URL } = find(rendered, 'ConfigMap', name)['data'];
      const { hostname } = new URL(PUBLIC_URL);
      assert.ok(routes.includes(JSON.stringify(hostname)), hostname);
    }
  });
}

it('a laptop scales what a laptop can load, as npm start does', async () => {
  const local = await renderOverlay('local');
  for (const name of ['gateway', 'order-worker']) {
    const { minReplicas, behavior } = find(local, 'HorizontalPodAutoscaler', name)['spec'];
    const inBase = find(base, 'HorizontalPodAutoscaler', name)['spec'];
    const down = behavior.scaleDown.stabilizationWindowSeconds;
    assert.ok(down < inBase.behavior.scaleDown.stabilizationWindowSeconds);
    const folder = `${project}deploy/overlays/local`;
    assert.equal(minReplicas, loadHpa(folder, name).minReplicas);
    assert.equal(down * 1000, loadHpa(folder, name).scaleDown.stabilizationMs);
    const request = (manifests: readonly Manifest[]): string =>
      find(manifests, 'Deployment', name)['spec'].template.spec.containers[0].resources.requests
        .cpu;
    assert.equal(`${1000 * (loadCpuRequest(folder, name) ?? 0)}m`, request(local));
  }
});

it('the component laboratory adds a generator with its Redis user, a bank, and what they may reach', async () => {
  const rendered = await renderComponent('laboratory');
  const added = names(rendered).filter((name) => !names(base).includes(name));
  assert.deepEqual(added, [
    'ConfigMap bank-settings',
    ...['bank', 'workload-generator'].map((name) => `Deployment ${name}`),
    'NetworkPolicy audit-laboratory',
    'NetworkPolicy bank',
    ...['frontend', 'gateway', 'office', 'payments', 'redis', 'waiting-room'].map(
      (name) => `NetworkPolicy ${name}-laboratory`,
    ),
    'NetworkPolicy workload-generator',
    'PersistentVolumeClaim bank',
    ...['PodDisruptionBudget', 'Service', 'ServiceAccount'].flatMap((kind) =>
      ['bank', 'workload-generator'].map((name) => `${kind} ${name}`),
    ),
  ]);
  const users = (manifests: readonly Manifest[]) => find(manifests, 'ConfigMap', 'redis')['data'];
  const { 'workload-generator.acl': user, ...others } = users(rendered);
  assert.match(user, /^user workload-generator on /);
  assert.deepEqual(others, users(base));
});

it('a rehearsal can be applied by itself, plays once, and reaches the door, the office and the bank alone', async () => {
  const rendered = parseManifests(await kubectl('kustomize', 'deploy/rehearsal'));
  assert.deepEqual(names(rendered), [
    'Job rehearsal',
    ...['bank-rehearsal', 'office-rehearsal', 'rehearsal'].map((name) => `NetworkPolicy ${name}`),
    'ServiceAccount rehearsal',
  ]);
  const { backoffLimit, template } = find(rendered, 'Job', 'rehearsal')['spec'];
  assert.deepEqual([backoffLimit, template.spec.restartPolicy], [0, 'Never']);
  assert.equal(template.metadata.labels['app.kubernetes.io/name'], 'rehearsal');
  const [{ args, image }] = template.spec.containers;
  const { image: generator } = find(
    await renderComponent('laboratory'),
    'Deployment',
    'workload-generator',
  )['spec'].template.spec.containers[0];
  assert.equal(image, generator);
  const command = `${project}services/workload-generator/${args[0]}`;
  // With an address of nobody it says that, and not that an argument is wrong.
  const played = spawnSync(process.execPath, [command, ...args.slice(1), '--url', NOBODY], {
    encoding: 'utf8',
  });
  assert.match(played.stderr, /there is no shop at/);
  assert.equal(played.status, 2);
});

it('the component redis-cluster leaves no Redis of ours', async () => {
  const rendered = await renderComponent('redis-cluster');
  assert.ok(
    !names(rendered).some((name) =>
      /^(StatefulSet|Service|PodDisruptionBudget) redis(-headless)?$/.test(name),
    ),
  );
  const { REDIS_URL, SHARDS } = find(rendered, 'ConfigMap', 'onsale')['data'];
  assert.match(REDIS_URL, /^redis:\/\/.*,redis:\/\//);
  const install = find(rendered, 'Job', 'install');
  assert.equal(variable(install, 'REDIS_URL').value, REDIS_URL);
  assert.equal(variable(install, 'SHARDS').value, SHARDS);
});

it('the component external-postgres leaves no PostgreSQL of ours, and tells the install where it is', async () => {
  const rendered = await renderComponent('external-postgres');
  assert.deepEqual(
    names(rendered).filter((name) => / postgres(-headless)?$/.test(name)),
    [],
  );
  const { args } = find(rendered, 'Job', 'install')['spec'].template.spec.containers[0];
  assert.match(args.at(-1), /^postgres:\/\/[^@]+\/onsale$/);
  assert.equal(args.at(-2), '--database');
});

it('Prometheus scrapes the same pods with the operator as without, and is let in', async () => {
  const rendered = await renderComponent('monitoring-operator');
  const chosen = (kind: string, name: string, selector: string): string[] =>
    find(rendered, kind, name)['spec'][selector].matchExpressions[0].values;
  const monitored = chosen('PodMonitor', 'onsale', 'selector');
  assert.deepEqual(chosen('NetworkPolicy', 'scrape', 'podSelector'), monitored);
  const scrape = readFileSync(`${project}deploy/components/monitoring/scrape.yaml`, 'utf8');
  assert.ok(scrape.includes(`regex: ${monitored.join('|')}\n`));
  assert.ok(find(rendered, 'PrometheusRule', 'onsale')['spec'].groups.length > 0);
  // Those would be two places that say what to scrape.
  assert.throws(() => find(rendered, 'ConfigMap', 'onsale-prometheus'));
});

it('the component keda leaves one master of the workers', async () => {
  const scalers = names(await renderComponent('keda')).filter((name) =>
    /^(ScaledObject|HorizontalPodAutoscaler) order-worker$/.test(name),
  );
  assert.deepEqual(scalers, ['ScaledObject order-worker']);
});

it('the component keda sees the backlog of every shard, and that of rehearsals', async () => {
  const rendered = await renderComponent('keda');
  const shards = Number(find(rendered, 'ConfigMap', 'onsale')['data'].SHARDS);
  const { triggers } = find(rendered, 'ScaledObject', 'order-worker')['spec'];
  assert.deepEqual(
    triggers.map(({ metadata }: { metadata: { stream: string } }) => metadata.stream),
    allShardsOf({ shards }).map(orderStreamKey),
  );
});

describe('the fleet in a cluster', () => {
  it('tells what each autoscaler aims at by CPU', async () => {
    const variants = await Promise.all([
      ...overlays.map(renderOverlay),
      ...components.map(async (each) => await renderComponent(each)),
    ]);
    for (const manifests of [base, ...variants]) {
      assert.equal(
        variable(find(manifests, 'Deployment', 'gateway'), 'SCALE_TARGETS').value,
        cpuTargetsOf(manifests).join(','),
      );
    }
  });

  it('tells what each process requests, for all that are in it', async () => {
    const all = await renderComponent('laboratory');
    for (const name of ['gateway', 'order-worker', 'database-api', 'workload-generator']) {
      const { valueFrom } = variable(find(all, 'Deployment', name), 'CPU_REQUEST_MILLICORES');
      assert.deepEqual(valueFrom?.resourceFieldRef, { resource: 'requests.cpu', divisor: '1m' });
    }
  });
});

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { resourceFieldRef?: { resource: string; divisor: string } };
}

function variable(workload: Manifest, name: string): Variable {
  const { env } = workload['spec'].template.spec.containers[0] as { env: Variable[] };
  const found = env.find((each) => each.name === name);
  assert.ok(found !== undefined, `${workload.metadata.name} has no ${name}`);
  return found;
}

// Only of services that announce themselves.
function cpuTargetsOf(manifests: readonly Manifest[]): string[] {
  const inFleet = new Set(['gateway', 'order-worker']);
  return manifests
    .filter(
      ({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && inFleet.has(metadata.name),
    )
    .map(({ metadata, spec }) => {
      const cpu = spec.metrics.find(
        (metric: { resource?: { name: string } }) => metric.resource?.name === 'cpu',
      );
      return `${metadata.name}=${cpu.resource.target.averageUtilization}`;
    });
}

describe('npm run k8s:secrets', () => {
  it('makes what the pods wait for, and makes it anew each time', async () => {
    const secrets = newSecrets();
    assert.deepEqual(await checkTypes(secrets as unknown as Manifest[]), []);
    const known = new Set(secrets.map(({ metadata }) => metadata.name));
    const wanted = [...JSON.stringify(base).matchAll(/"secretName":"([^"]+)"/g)];
    assert.ok(wanted.length > 0);
    for (const [, name] of wanted) assert.ok(known.has(name ?? ''), `nobody makes ${name}`);
    const values = (all: typeof secrets) => all.flatMap((each) => Object.values(each.stringData));
    const second = new Set(values(newSecrets()));
    assert.deepEqual(
      values(secrets).filter((value) => second.has(value)),
      ['keda'],
    );
  });

  it('makes a key for customers that a gateway accepts, in a Secret of its own', () => {
    const keys = newSecrets().filter(({ stringData }) => 'customer-key' in stringData);
    assert.deepEqual(
      keys.map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData)]),
      [['customers', ['customer-key']]],
    );
    // No shorter one is accepted.
    assert.ok((keys[0]?.stringData['customer-key'] ?? '').length >= 32);
  });

  it('gives Redis only hashes', () => {
    const hashes = newSecrets().find(({ metadata }) => metadata.name === 'redis-users');
    for (const hash of Object.values(hashes?.stringData ?? {}))
      assert.match(hash, /^[0-9a-f]{64}$/);
  });
});
