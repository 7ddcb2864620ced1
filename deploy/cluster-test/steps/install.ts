import type { Cluster } from '../cluster.ts';
import type { KubernetesObject } from '../objects.ts';
import { OVERLAY, writeOverlay } from '../overlay.ts';
import { restartsOf } from '../pod-states.ts';
import { apply, untilAvailable } from '../rollouts.ts';
import { secondsSince, type Step } from '../step.ts';

export const install: Step = {
  name: 'install',
  title: 'Installs the local overlay into an empty namespace, and applies it again',
  async run({ cluster, overlay }, notes) {
    writeOverlay(overlay);
    const start = performance.now();
    const said = await apply(cluster);
    await untilAvailable(cluster, notes.say);
    notes.figure('from an empty namespace to all available', secondsSince(start));
    const warnings = said.split('\n').filter((line) => line.startsWith('Warning:'));
    notes.check('the API server warns of nothing', warnings.length === 0, warnings.join('; '));
    const restarts = restartsOf(await cluster.pods());
    notes.check(
      'no container was started twice',
      restarts === 0,
      restarts === 0 ? '' : `${restarts} restarts`,
    );

    const secrets = await cluster.list('v1/secrets');
    const names = secrets.map(({ metadata }) => metadata.name);
    notes.check('the install has made the secrets', names.includes('customers'), names.join(', '));
    const configMaps = await cluster.list('v1/configmaps');
    const isRemembered = configMaps.some(({ metadata }) => metadata.name === 'installed');
    notes.check('the install remembers that the shop exists', isRemembered);

    const diff = await cluster.try(['diff', '-k', OVERLAY]);
    const changed = diff.stdout.split('\n').filter((line) => /^[+-] /.test(line));
    notes.check(
      'kubectl diff shows nothing after apply',
      diff.code === 0,
      diff.code > 1 ? diff.stderr : changed.slice(0, 10).join(' / '),
    );
    const before = await versions(cluster);
    await apply(cluster);
    const after = await versions(cluster);
    const different = [...after].filter(([name, version]) => before.get(name) !== version);
    notes.check(
      'applying it again changes nothing',
      different.length === 0 && after.size === before.size,
      different.map(([name]) => name).join(', '),
    );
  },
};

const KINDS = [
  ...['v1/configmaps', 'v1/secrets', 'v1/services', 'v1/serviceaccounts', 'v1/pods'],
  ...['apps/v1/deployments', 'apps/v1/statefulsets', 'batch/v1/jobs'],
  ...['autoscaling/v2/horizontalpodautoscalers', 'policy/v1/poddisruptionbudgets'],
  'networking.k8s.io/v1/networkpolicies',
];

/** What changes when the specification of an object does, for all of the namespace. */
async function versions(cluster: Cluster): Promise<Map<string, string>> {
  const lists = await Promise.all(
    KINDS.map(async (kind) =>
      (await cluster.list<KubernetesObject & { spec?: object }>(kind)).map(
        (each) => [kind, each] as const,
      ),
    ),
  );
  return new Map(
    lists.flat().map(([kind, { metadata, spec }]) => {
      // Autoscalers and Services have no generation, and what they note of themselves is no change of them.
      const content = spec === undefined ? metadata.resourceVersion : JSON.stringify(spec);
      // Pods are replaced, not changed.
      const version = kind === 'v1/pods' ? metadata.uid : (metadata.generation ?? content);
      return [`${kind.split('/').at(-1)}/${metadata.name}`, `${version}`];
    }),
  );
}
