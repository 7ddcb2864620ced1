import type { KubernetesObject, List } from '../objects.ts';
import { OVERLAY } from '../overlay.ts';
import { secondsSince, type Step } from '../step.ts';

interface Volume extends KubernetesObject {
  spec: { claimRef?: { namespace?: string } };
}

export const teardown: Step = {
  name: 'teardown',
  title: 'Deletes the overlay, and with it the namespace and the volume',
  async run({ cluster }, notes) {
    const start = performance.now();
    await cluster.kubectl('delete', '-k', OVERLAY, '--ignore-not-found', '--timeout=300s');
    notes.figure('all gone', secondsSince(start));
    const { stdout } = await cluster.try([
      'get',
      'namespace',
      cluster.namespace,
      '--ignore-not-found',
      '-o',
      'name',
    ]);
    notes.check('the namespace is gone', stdout.trim() === '');
    const volumes = async () =>
      (await cluster.read<List<Volume>>('/api/v1/persistentvolumes')).items.filter(
        ({ spec }) => spec.claimRef?.namespace === cluster.namespace,
      );
    const left = await cluster.until(volumes, (all) => all.length === 0, {
      timeoutS: 60,
      describe: (all) => `volumes are left: ${all.map(({ metadata }) => metadata.name).join(', ')}`,
    });
    notes.check('no volume is left', left.length === 0);
  },
};
