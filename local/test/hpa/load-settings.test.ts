import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@onsale/service';
import { loadCpuRequest, loadHpa, loadStreamLength } from '../../src/hpa/load-settings.ts';
import { parseQuantity } from '../../src/hpa/quantity.ts';
import { DEFAULT_SCALE_DOWN, DEFAULT_SCALE_UP } from '../../src/hpa/settings.ts';

const shipped = fileURLToPath(new URL('../../../k8s', import.meta.url));
const folders: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-manifests-'));
  folders.push(folder);
});
after(async () => {
  for (const each of folders) await rm(each, { recursive: true });
});

const write = (name: string, text: string) => writeFile(join(folder, name), text);

const hpa = (spec: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: gateway }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: gateway }
  maxReplicas: 5
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }
${spec}`;

test('reads the manifests of this project', () => {
  for (const name of ['gateway', 'order-worker']) {
    const settings = loadHpa(shipped, name);
    assert.ok(settings.minReplicas >= 1 && settings.maxReplicas > settings.minReplicas, name);
    assert.deepEqual(
      settings.metrics.map(({ type }) => type),
      ['Utilization'],
    );
    assert.ok(settings.scaleUp.policies.length > 0 && settings.scaleDown.stabilizationMs > 0);
    const request = loadCpuRequest(shipped, name);
    assert.ok(
      request === undefined || (request > 0 && request <= 8),
      `${name} asks for ${request}`,
    );
  }
});

test('reads every field of the behavior', async () => {
  await write(
    'gateway-hpa.yaml',
    hpa(`  minReplicas: 2
  behavior:
    scaleUp: { selectPolicy: Min, stabilizationWindowSeconds: 30, tolerance: 50m }
    scaleDown:
      selectPolicy: Disabled
      policies: [{ type: Pods, value: 2, periodSeconds: 60 }]
`),
  );
  assert.deepEqual(loadHpa(folder, 'gateway'), {
    minReplicas: 2,
    maxReplicas: 5,
    metrics: [{ type: 'Utilization', resource: 'cpu', percent: 70 }],
    scaleUp: { ...DEFAULT_SCALE_UP, selectPolicy: 'Min', stabilizationMs: 30_000, tolerance: 0.05 },
    scaleDown: {
      ...DEFAULT_SCALE_DOWN,
      selectPolicy: 'Disabled',
      policies: [{ type: 'Pods', value: 2, periodMs: 60_000 }],
    },
  });
});

test('takes what Kubernetes takes where a manifest says nothing', async () => {
  await write('gateway-hpa.yaml', hpa(''));
  const settings = loadHpa(folder, 'gateway');
  assert.equal(settings.minReplicas, 1);
  assert.deepEqual([settings.scaleUp, settings.scaleDown], [DEFAULT_SCALE_UP, DEFAULT_SCALE_DOWN]);
});

test('says in which file what is wrong', async () => {
  await write('gateway-hpa.yaml', hpa('  minReplicas: many\n'));
  assert.throws(
    () => loadHpa(folder, 'gateway'),
    hasProblem(/gateway-hpa\.yaml: spec\.minReplicas must be integer$/),
  );
  await write('gateway-hpa.yaml', hpa('').replace('cpu', 'memory'));
  assert.throws(
    () => loadHpa(folder, 'gateway'),
    hasProblem(/spec\.metrics\[0\]\.resource\.name must be/),
  );
  await write('gateway-hpa.yaml', hpa('').replace('apiVersion: autoscaling/v2', ': ['));
  assert.throws(() => loadHpa(folder, 'gateway'), ConfigError);
  await write('gateway-hpa.yaml', hpa('  minReplicas: 6\n'));
  assert.throws(
    () => loadHpa(folder, 'gateway'),
    hasProblem(/minReplicas is more than maxReplicas$/),
  );
});

test('says when a service has no autoscaler, or two', async () => {
  assert.throws(
    () => loadHpa(join(folder, 'none'), 'gateway'),
    hasProblem(/has no HorizontalPodAutoscaler for gateway/),
  );
  await write('1-hpa.yaml', hpa(''));
  await write('2-hpa.yaml', hpa(''));
  assert.throws(
    () => loadHpa(folder, 'gateway'),
    hasProblem(/gateway is scaled twice: by .*1-hpa.* and by .*2-hpa/),
  );
});

const deployment = (resources: string) => `
apiVersion: v1
kind: Service
metadata: { name: gateway }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway }
spec:
  template:
    spec:
      containers:
        - { name: gateway, resources: { requests: { cpu: 250m, memory: 128Mi } } }
        - { name: sidecar, resources: ${resources} }
`;

test('adds up what the containers of a pod ask for', async () => {
  await write('gateway-deployment.yaml', deployment('{ requests: { cpu: 1.5 } }'));
  assert.equal(loadCpuRequest(folder, 'gateway'), 1.75);
  assert.equal(loadCpuRequest(folder, 'order-worker'), undefined);
});

test('refuses a container that does not say what it asks for', async () => {
  await write('gateway-deployment.yaml', deployment('{ limits: { cpu: 1 } }'));
  assert.throws(
    () => loadCpuRequest(folder, 'gateway'),
    hasProblem(/containers\[1\]\.resources must have required properties requests/),
  );
  await write('gateway-deployment.yaml', deployment('{ requests: { cpu: half } }'));
  assert.throws(
    () => loadCpuRequest(folder, 'gateway'),
    hasProblem(/must be a quantity such as 500m, not "half"$/),
  );
});

test('reads the orders a worker from the ScaledObjects of KEDA', async () => {
  await write(
    'scaled-object.yaml',
    `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: order-worker }
spec:
  scaleTargetRef: { name: order-worker }
  triggers:
    - { type: cpu, metadata: { value: "60" } }
    - { type: redis-streams, metadata: { stream: "{s0}:order-stream", streamLength: "500" } }
`,
  );
  assert.equal(loadStreamLength(folder, 'order-worker'), 500);
  assert.equal(loadStreamLength(folder, 'gateway'), undefined);
});

test('knows the quantities of Kubernetes', () => {
  const values = ['500m', '2', '1.5', '1k', '128Mi', 0.25].map(parseQuantity);
  assert.deepEqual(values, [0.5, 2, 1.5, 1000, 134_217_728, 0.25]);
  assert.deepEqual(['', 'm', '-1', '1x', '1 m'].map(parseQuantity), Array(5).fill(undefined));
});

function hasProblem(pattern: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.problems.join('\n'), pattern);
    return true;
  };
}
