import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArguments } from '../cluster-test/arguments.ts';
import { describeDnsCache } from '../cluster-test/environment.ts';
import { imagesOf } from '../cluster-test/images.ts';
import type { Pod } from '../cluster-test/objects.ts';
import { type Attempt, describeOutage } from '../cluster-test/buyers.ts';
import { isReady, isStuck, restartsOf, whyNotReady } from '../cluster-test/pod-states.ts';
import { readQuantity } from '../cluster-test/quantities.ts';
import { mayConnect, type NetworkPolicy } from '../cluster-test/reach.ts';
import { hasPassed, renderReport, type Report } from '../cluster-test/report.ts';

// What the cluster test understands of a cluster, without one.

const metadata = { name: 'gateway-1', uid: 'a', resourceVersion: '1', creationTimestamp: '' };

describe('the command line', () => {
  const steps = ['install', 'buy', 'drain', 'teardown'];

  it('chooses steps, in their order', () => {
    assert.deepEqual(readArguments(['--only', 'drain,buy'], steps).steps, ['buy', 'drain']);
    assert.deepEqual(readArguments(['--skip', 'drain', '--keep'], steps).steps, ['install', 'buy']);
  });

  it('takes other images', () => {
    const { images } = readArguments(
      ['--image', 'docker.io/library/redis=host:5000/redis:7'],
      steps,
    );
    const redis = { name: 'docker.io/library/redis', newName: 'host:5000/redis', newTag: '7' };
    assert.deepEqual(images, [redis]);
    assert.throws(() => readArguments(['--image', 'redis:7'], steps), /is not NAME=OTHER:TAG/);
  });

  it('refuses what there is not', () => {
    assert.throws(
      () => readArguments(['--only', 'sell'], steps),
      /no step sell; they are install,/,
    );
    assert.throws(
      () => readArguments(['--namespace', 'A b'], steps),
      /is not the name of a namespace/,
    );
    assert.throws(() => readArguments(['--door', 'window'], steps), /--door must be one of auto,/);
    assert.throws(() => readArguments(['--unknown'], steps), /unknown/);
  });
});

describe('pods', () => {
  it('are ready when they say so and are not leaving', () => {
    const status: Pod['status'] = { conditions: [{ type: 'Ready', status: 'True' }] };
    assert.equal(isReady({ metadata, spec: {}, status }), true);
    const leaving = { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    assert.equal(isReady({ metadata: leaving, spec: {}, status }), false);
    assert.equal(whyNotReady({ metadata, spec: {}, status }), undefined);
  });

  it('say that there is no room for them', () => {
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const pod: Pod = {
      metadata,
      spec: {},
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      },
    };
    assert.equal(whyNotReady(pod), `gateway-1: Pending, ${message}`);
    assert.equal(isStuck(pod), true);
  });

  it('say what their containers wait for, and how often they were started', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'not found' };
    const container = { name: 'gateway', ready: false, restartCount: 2, state: { waiting } };
    const pod: Pod = {
      metadata,
      spec: {},
      status: { phase: 'Pending', containerStatuses: [container] },
    };
    assert.equal(whyNotReady(pod), 'gateway-1: Pending, ImagePullBackOff: not found');
    assert.equal(isStuck(pod), true);
    assert.equal(restartsOf([pod, pod]), 4);
  });
});

it('reads quantities', () => {
  assert.equal(readQuantity('250m'), 0.25);
  assert.equal(readQuantity('12345678n'), 0.012345678);
  assert.equal(readQuantity('64Mi'), 64 * 2 ** 20);
  assert.equal(readQuantity('2'), 2);
  assert.throws(() => readQuantity('much'), /is not a quantity/);
});

it('reads how long CoreDNS keeps names of the cluster', () => {
  const corefile = (cache: string) => `.:53 {\n    errors\n    ${cache}\n    loadbalance\n}\n`;
  const off = 'cache 30 {\n disable success cluster.local\n disable denial cluster.local\n }';
  assert.equal(describeDnsCache(corefile('cache 30')), 'cache of 30 s');
  assert.equal(describeDnsCache(corefile(off)), 'no cache for names of the cluster');
  assert.equal(describeDnsCache(corefile('reload')), 'no cache');
});

describe('an outage', () => {
  const attempt = (fromMs: number, status: number, retryAfter?: string): Attempt => ({
    ...{ fromMs, toMs: fromMs + 10, status, retryAfter },
    ...{ orderId: undefined, text: status === 0 ? 'ECONNREFUSED' : '' },
  });

  it('lasts from the first refusal to the next success', () => {
    const attempts = [
      attempt(0, 201),
      attempt(1000, 503, '1'),
      attempt(2000, 503, '1'),
      attempt(3000, 201),
    ];
    const outage = describeOutage(attempts, 2500);
    assert.equal(outage.seconds, 2.01);
    assert.equal(outage.afterCauseS, 0.51);
    assert.deepEqual([outage.failed, outage.attempts, outage.improper], [2, 4, []]);
  });

  it('has refusals that do not say when to come again', () => {
    const attempts = [attempt(0, 503), attempt(1, 0), attempt(2, 0), attempt(3, 201)];
    assert.deepEqual(describeOutage(attempts, 0).improper, ['503: ', 'no answer: ECONNREFUSED']);
  });

  it('is none when everybody bought', () => {
    assert.deepEqual(describeOutage([attempt(0, 201)], 0), {
      ...{ attempts: 1, failed: 0, seconds: 0, afterCauseS: 0, improper: [] },
    });
  });
});

describe('NetworkPolicies', () => {
  const policy = (spec: NetworkPolicy['spec']): NetworkPolicy => ({ metadata, spec });
  const app = (name: string) => ({ matchLabels: { app: name } });
  const pod = (name: string, namespace = 'shop') => ({ namespace, labels: { app: name } });
  const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const redis = policy({
    podSelector: app('redis'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: app('gateway') }], ports: [{ port: 6379 }] }],
  });
  const gateway = policy({
    podSelector: app('gateway'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: app('redis') }], ports: [{ port: 6379, protocol: 'TCP' }] }],
  });
  const path = { from: pod('gateway'), to: pod('redis'), port: 6379 };

  it('allow what both sides allow', () => {
    assert.equal(mayConnect([deny, redis, gateway], 'shop', path), true);
    assert.equal(mayConnect([deny, redis], 'shop', path), false);
    assert.equal(mayConnect([deny, gateway], 'shop', path), false);
    assert.equal(mayConnect([deny, redis, gateway], 'shop', { ...path, port: 22 }), false);
  });

  it('are not about other namespaces', () => {
    assert.equal(mayConnect([deny], 'shop', { ...path, from: pod('gateway', 'other') }), false);
    const named = policy({
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 6379 }] }],
    });
    assert.equal(mayConnect([deny, named], 'shop', { ...path, from: pod('x', 'other') }), true);
    assert.equal(
      mayConnect([deny, redis], 'shop', { ...path, from: pod('gateway', 'other') }),
      false,
    );
  });

  it('allow what is no pod only by its address', () => {
    const node = { namespace: '', address: '10.96.0.1' };
    const path443 = { from: pod('install'), to: node, port: 443 };
    const everywhere = policy({
      podSelector: app('install'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }],
    });
    assert.equal(mayConnect([deny], 'shop', path443), false);
    assert.equal(mayConnect([deny, everywhere], 'shop', path443), true);

    const ipBlock = { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] };
    const outside = policy({
      podSelector: app('install'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock }] }],
    });
    assert.equal(mayConnect([deny, outside], 'shop', path443), false);
    const other = { ...path443, to: { namespace: '', address: '192.0.2.1' } };
    assert.equal(mayConnect([deny, outside], 'shop', other), true);
  });
});

it('finds the images that no registry has', () => {
  const manifests =
    'spec: { containers: [{ image: localhost/onsale/gateway:1 }, { image: docker.io/library/redis:7 }] }\n' +
    '---\nspec: { template: { image: localhost/onsale/frontend:1 } }\n';
  assert.deepEqual(imagesOf(manifests), [
    'localhost/onsale/frontend:1',
    'localhost/onsale/gateway:1',
  ]);
});

it('renders a report', () => {
  const step = { title: 'Buys a ticket', seconds: 3.4, figures: { door: 'a|b' }, tables: [] };
  const report: Report = {
    at: '2026-01-02T03:04:05.000Z',
    environment: {
      ...{ commit: 'abc', version: 'v1.34.4', nodes: ['node1 (2 cores, 8000 MiB)'] },
      ...{ dnsCache: 'no cache', door: 'node-port' },
    },
    steps: [
      {
        ...step,
        name: 'buy',
        outcome: 'passed',
        checks: [{ what: 'it is sold', passed: true, seen: '' }],
      },
      { ...step, name: 'drain', outcome: 'skipped', figures: {}, checks: [], reason: 'one node' },
    ],
  };
  assert.equal(hasPassed(report), true);
  const page = renderReport(report);
  assert.match(page, /^# Cluster test: passed\n\n- 2026-01-02 03:04 UTC, commit abc\n/);
  assert.match(page, /\| buy \| passed \| 3 \| door: a\\\|b \|/);
  assert.match(page, /\| drain \| skipped \| 3 \| one node \|/);
  assert.match(page, /- yes: it is sold\n/);

  const [first] = report.steps;
  assert.ok(first !== undefined);
  first.outcome = 'failed';
  first.checks = [{ what: 'it is sold', passed: false, seen: '503' }];
  assert.equal(hasPassed(report), false);
  assert.match(renderReport(report), /^# Cluster test: FAILED[^]*- \*\*NO\*\*: it is sold \(503\)/);
});
