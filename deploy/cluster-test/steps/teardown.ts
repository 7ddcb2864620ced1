import type { KubernetesObject, List } from '../objects.ts';
import { OVERLAY } from '../overlay.ts';
import { secondsSince, type Step } from '../step.ts';

interface Volume extends KubernetesObject {
  spec: { claimRef?: { namespace?: string } };
  status: { phase?: string };
}

export const teardown: Step = {
  name: 'teardown',
  title: 'Deletes the overlay, and with it the namespace and the volume',
  async run({ cluster }, notes) {
    const start = performance.now();
    await cluster.kubectl('delete', '-k', OVERLAY, '--ignore-not-found', '--timeout=300s');
    notes.figure('all gone', secondsSince(start));
    notes.check('the namespace is gone', !(await cluster.hasNamespace()));
    const { items } = await cluster.read<List<Volume>>('/api/v1/persistentvolumes');
    const ours = items.filter(({ spec }) => spec.claimRef?.namespace === cluster.namespace);
    // Whether a released volume is deleted, and when, is a matter of its StorageClass.
    const bound = ours.filter(({ status }) => status.phase === 'Bound');
    notes.check('the volume is released', bound.length === 0);
  },
};
