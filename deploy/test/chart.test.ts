import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { projectVersion } from '@onsale/images';
import { parse } from 'yaml';
import { helm, project } from '../tools/find-tools.ts';
import { CHART, comparable, renderChart, renderExample, type Values } from './chart.ts';
import { checkTypes } from './check-types.ts';
import { type Manifest, readManifests, renderComponent, renderOverlay } from './manifests.ts';

// The chart installs what kustomize makes of deploy/base, with values in the place of components and
// overlays.

const examples = readdirSync(`${project}${CHART}/examples`).sort();

it('is accepted by helm lint, with the values of each example', async () => {
  const files = examples.map((example) => ['-f', `${CHART}/examples/${example}`]);
  await Promise.all([[], ...files].map((file) => helm('lint', '--strict', CHART, ...file)));
});

it('has the version of package.json, and so have its images', async () => {
  const chart = parse(readFileSync(`${project}${CHART}/Chart.yaml`, 'utf8')) as object;
  const { version, appVersion } = chart as Record<string, string>;
  assert.deepEqual([version, appVersion], [projectVersion(), projectVersion()]);
});

it('makes of its default values what kustomize makes of the base', async () => {
  assertSame(await renderChart(), readManifests());
});

const NAMES = { hosts: ['tickets.example.com'], consoleHost: 'office.example.com' };

// Each component, and what it is in the values; stripe needs a shop that has a name.
const COMPONENTS: Record<string, Values> = {
  'gateway-api': {
    gatewayApi: { enabled: true, className: 'cluster-default' },
    ...NAMES,
  },
  ingress: { ingress: { enabled: true }, ...NAMES },
  'external-postgres': {
    postgres: { url: 'postgres://onsale-rw.postgres.svc:5432/onsale' },
    networkPolicies: {
      postgres: [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'postgres' } } },
      ],
    },
  },
  smtp: { delivery: { smtp: { secretName: 'mail-server' } } },
  'smtp dkim': {
    delivery: {
      smtp: { secretName: 'mail-server' },
      dkim: { domain: 'tickets.example.com' },
    },
  },
  keda: { keda: { enabled: true } },
  laboratory: { laboratory: { enabled: true } },
  'laboratory rehearsal': { laboratory: { enabled: true }, rehearsal: { enabled: true } },
  'monitoring-operator': { monitoring: { enabled: true } },
  'ingress stripe': {
    ingress: { enabled: true },
    ...NAMES,
    payments: { provider: 'stripe' },
  },
};

for (const [component, values] of Object.entries(COMPONENTS)) {
  it(`makes of values what the component ${component} makes`, async () => {
    assertSame(await renderChart(values), await renderComponent(...component.split(' ')));
  });
}

for (const overlay of ['local', 'production']) {
  it(`makes of the example ${overlay}.yaml what the overlay makes`, async () => {
    assertSame(await renderExample(`${overlay}.yaml`), await renderOverlay(overlay));
  });
}

it('makes objects with the fields that Kubernetes knows, and no others', async () => {
  const rendered = await Promise.all(examples.map(renderExample));
  assert.deepEqual(await checkTypes(rendered.flat()), []);
});

// One object after the other, so that a failure shows what differs.
function assertSame(ofChart: readonly Manifest[], ofKustomize: readonly Manifest[]): void {
  const [found, expected] = [comparable(ofChart), comparable(ofKustomize)];
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const name of Object.keys(found)) assert.deepEqual(found[name], expected[name]);
}
