import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram, Registry, TallyHistogram } from '../src/index.ts';

const configuration = {
  name: 'wait_seconds',
  help: 'How long it takes',
  labelNames: ['route', 'status'],
  buckets: [0.001, 0.1, 1],
};
// On the edges of the buckets, between and above them.
const VALUES = [0, 0.001, 0.0011, 0.1, 0.5, 1, 1.0001, 60];

function registryOf(metric: Histogram<string>): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'test' });
  registry.registerMetric(metric);
  return registry;
}

test('says the same as the histogram of the client', async () => {
  const theirs = new Histogram({ ...configuration, registers: [] });
  const ours = new TallyHistogram({ ...configuration, registers: [] });
  const labels = [
    { route: '/orders', status: 201 },
    { route: '/"quoted"', status: 404 },
  ];
  for (const label of labels) {
    const tally = ours.tally(label);
    for (const value of VALUES) {
      tally.observe(value);
      theirs.observe(label, value);
    }
  }
  const [text, expected] = [registryOf(ours), registryOf(theirs)].map((each) => each.metrics());
  assert.equal(await text, await expected);
});
