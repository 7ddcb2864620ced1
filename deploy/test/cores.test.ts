import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { readQuantity } from '../cluster-test/quantities.ts';
import { project } from '../tools/find-tools.ts';
import { type Manifest, readManifests, renderOverlay } from './manifests.ts';

// The table of docs/kubernetes.md that says how large a cluster has to be.

const page = readFileSync(`${project}docs/kubernetes.md`, 'utf8');

/** What one pod requests: its containers, or its first ones if they want more. */
function coresOf({ spec }: Manifest): number {
  const request = (container: Manifest) =>
    readQuantity(String(container['resources'].requests.cpu));
  const { containers, initContainers = [] } = spec.template.spec;
  const own = containers.map(request).reduce((sum: number, cores: number) => sum + cores, 0);
  return Math.max(own, ...initContainers.map(request));
}

/** Cores that everything requests: at rest, and while each Deployment has one pod more. */
function requestedCores(manifests: readonly Manifest[]): { rest: number; rollout: number } {
  const scalers = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  let rest = 0;
  let more = 0;
  for (const each of manifests.filter(({ kind }) => /^(Deployment|StatefulSet|Job)$/.test(kind))) {
    const cores = coresOf(each);
    const scaler = scalers.find(({ spec }) => spec.scaleTargetRef.name === each.metadata.name);
    const pods = scaler?.['spec'].minReplicas ?? each['spec'].replicas ?? 1;
    if (each.kind !== 'Job') rest += pods * cores;
    if (each.kind === 'Job' || each['spec'].strategy?.rollingUpdate !== undefined) more += cores;
  }
  return { rest, rollout: rest + more };
}

for (const [row, render] of [
  ['`deploy/overlays/local`', async () => await renderOverlay('local')],
  ['`k8s/` (`deploy/base`)', async () => readManifests()],
  ['`deploy/overlays/production`', async () => await renderOverlay('production')],
] as const) {
  it(`docs/kubernetes.md has the cores that ${row} requests`, async () => {
    const { rest, rollout } = requestedCores(await render());
    const line = page.split('\n').find((each) => each.startsWith(`| ${row} `));
    const cells = line?.split('|').map((cell) => cell.trim());
    assert.deepEqual(
      cells?.slice(2, 4),
      [rest, rollout].map((cores) => String(Number(cores.toFixed(2)))),
    );
  });
}
