import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NAMESPACE } from '../src/cluster-labels.ts';
import {
  find,
  type Manifest,
  overlays,
  readManifests,
  renderOverlay,
  workloadsOf,
} from './manifests.ts';

// What kube-linter, kube-score, Polaris, Kubescape and Pod Security check for, as one list, applied
// to the base and to each overlay.

const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const SECRET_WORDS = /key|token|password|secret/i;
/** Time within which everything is closed after the drain (see packages/service). */
const CLOSE_S = 10;
/** As in the gateway's order-followers.ts. */
const GATEWAY_FOLLOWERS = 10_000;

const variants: [string, Manifest[]][] = [['k8s/', readManifests()]];
for (const overlay of overlays) variants.push([overlay, await renderOverlay(overlay)]);

for (const [name, manifests] of variants) {
  describe(`the rules for ${name}`, () => {
    checkRules(manifests);
    // A laptop is to show it within minutes.
    if (name !== 'local') checkScaling(manifests);
  });
}

function checkScaling(manifests: readonly Manifest[]): void {
  it('the door, the gateway and the workers grow at once and shrink slowly', () => {
    for (const name of ['frontend', 'gateway', 'order-worker']) {
      const { minReplicas, maxReplicas, behavior, scaleTargetRef } = find(
        manifests,
        'HorizontalPodAutoscaler',
        name,
      )['spec'];
      assert.ok(minReplicas >= 2 && maxReplicas > minReplicas);
      assert.equal(behavior.scaleUp.stabilizationWindowSeconds, 0);
      assert.ok(behavior.scaleDown.stabilizationWindowSeconds >= 300);
      find(manifests, scaleTargetRef.kind, scaleTargetRef.name);
    }
  });
}

function checkRules(manifests: readonly Manifest[]): void {
  const workloads = workloadsOf(manifests);
  const configuration = find(manifests, 'ConfigMap', 'onsale')['data'];

  it('everything is labelled and in the namespace', () => {
    for (const { kind, metadata } of manifests) {
      for (const label of LABELS) {
        assert.ok(
          metadata.labels?.[`app.kubernetes.io/${label}`],
          `${kind} ${metadata.name} ${label}`,
        );
      }
      if (kind !== 'Namespace') assert.equal(metadata.namespace, NAMESPACE, metadata.name);
    }
  });

  it('the namespace admits only confined pods', () => {
    const { labels = {} } = find(manifests, 'Namespace', NAMESPACE).metadata;
    for (const mode of ['enforce', 'audit', 'warn']) {
      assert.equal(labels[`pod-security.kubernetes.io/${mode}`], 'restricted');
    }
  });

  it('there is no Secret', () => {
    assert.deepEqual(
      manifests.filter(({ kind }) => kind === 'Secret'),
      [],
    );
  });

  it('every object that is named exists', () => {
    for (const { metadata, spec } of workloads) {
      const pod = spec.template.spec;
      find(manifests, 'ServiceAccount', pod.serviceAccountName);
      for (const volume of pod.volumes) {
        if (volume.configMap !== undefined) find(manifests, 'ConfigMap', volume.configMap.name);
      }
      for (const { envFrom = [] } of pod.containers) {
        for (const { configMapRef } of envFrom) find(manifests, 'ConfigMap', configMapRef.name);
      }
      assert.deepEqual(spec.selector.matchLabels, { 'app.kubernetes.io/name': metadata.name });
      assert.equal(spec.template.metadata.labels['app.kubernetes.io/name'], metadata.name);
    }
  });

  it('the install is confined, once for each version, and remembers that there was a shop', () => {
    const { spec } = find(manifests, 'Job', 'install');
    const pod = spec.template.spec;
    const [container] = pod.containers;
    assert.equal(
      find(manifests, 'ServiceAccount', 'install')['automountServiceAccountToken'],
      false,
    );
    assert.equal(pod.serviceAccountName, 'install');
    assert.equal(pod.automountServiceAccountToken, false);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
    for (const resource of RESOURCES) assert.ok(container.resources.limits[resource], resource);
    assert.deepEqual(container.args.slice(1), ['data', 'install']);
    assert.ok(
      container.envFrom.some(
        ({ configMapRef: { name, optional } }: { configMapRef: Named }) =>
          name === 'installed' && optional === true,
      ),
    );
    // If the Job were deleted, the next apply would run it again.
    assert.equal(spec.ttlSecondsAfterFinished, undefined);
    const policy = find(manifests, 'NetworkPolicy', 'install')['spec'];
    assert.deepEqual(policy.podSelector.matchLabels, { 'app.kubernetes.io/name': 'install' });
    assert.deepEqual(policy.ingress, []);
  });

  it('nothing is sold on a Redis that can lose orders', () => {
    assert.equal(configuration.STRICT_REDIS, 'true');
  });

  // It limits what Node may do; a `command` would bypass it.
  it('our containers keep the entrypoint of their image', () => {
    const pods = [...workloads, find(manifests, 'Job', 'install')].map(
      ({ spec }) => spec.template.spec,
    );
    for (const { image, command } of pods.flatMap(({ containers }) => containers)) {
      if (/\/redis[:@]/.test(image)) continue;
      assert.equal(command, undefined, image);
    }
  });

  for (const { kind, metadata, spec } of workloads) {
    const pod = spec.template.spec;
    const all = [...(pod.initContainers ?? []), ...pod.containers];
    const [container] = pod.containers;
    const isServed = manifests.some(
      (each) => each.kind === 'Service' && each.metadata.name === metadata.name,
    );

    it(`${metadata.name} is confined`, () => {
      const account = find(manifests, 'ServiceAccount', metadata.name);
      assert.equal(pod.serviceAccountName, metadata.name);
      assert.equal(account['automountServiceAccountToken'], false);
      assert.equal(pod.automountServiceAccountToken, false);
      assert.equal(pod.enableServiceLinks, false);
      assert.equal(pod.securityContext.runAsNonRoot, true);
      for (const id of ['runAsUser', 'runAsGroup', 'fsGroup']) {
        assert.ok(pod.securityContext[id] >= 10_000, id);
      }
      assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
      for (const each of all) {
        assert.deepEqual(each.securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        });
        for (const port of each.ports ?? []) assert.ok(port.name && port.containerPort >= 1024);
      }
      for (const volume of pod.volumes) {
        assert.equal(volume.hostPath, undefined);
        if (volume.emptyDir !== undefined) assert.ok(volume.emptyDir.sizeLimit, volume.name);
      }
      assert.ok(container.volumeMounts.some((mount: Named) => mount['mountPath'] === '/tmp'));
    });

    it(`${metadata.name} says what it needs, and which image`, () => {
      for (const each of all) {
        for (const resource of RESOURCES) {
          assert.ok(each.resources.requests[resource], `${each.name} requests ${resource}`);
          assert.ok(each.resources.limits[resource], `${each.name} limits ${resource}`);
        }
        assert.match(each.image, /(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/);
        assert.doesNotMatch(each.image, /:latest$/);
      }
    });

    it(`${metadata.name} takes secrets from files only`, () => {
      for (const each of all) {
        for (const { name, valueFrom } of (each.env ?? []) as Named[]) {
          // Of the pod itself, such as what it requests; never of a Secret or a ConfigMap.
          const sources = Object.keys(valueFrom ?? {});
          assert.deepEqual(
            sources.filter((source) => source !== 'resourceFieldRef'),
            [],
          );
          if (SECRET_WORDS.test(String(name))) assert.match(String(name), /_FILE$/);
        }
        for (const source of each.envFrom ?? []) assert.equal(source.secretRef, undefined);
      }
    });

    it(`${metadata.name} is asked whether it lives and whether it is ready, differently`, () => {
      assert.ok(container.startupProbe);
      assert.notDeepEqual(container.livenessProbe, container.readinessProbe);
      if (metadata.name === 'redis') return;
      assert.equal(container.startupProbe.httpGet.path, '/livez');
      assert.equal(container.livenessProbe.httpGet.path, '/livez');
      assert.equal(container.readinessProbe.httpGet.path, '/readyz');
    });

    it(`${metadata.name} ends in peace`, () => {
      const sleepS = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      if (kind === 'Deployment' && isServed) assert.ok(sleepS > 0);
      const drainS = Number(configuration.DRAIN_MS) / 1000;
      assert.ok(pod.terminationGracePeriodSeconds > sleepS + drainS + CLOSE_S);
      assert.ok(spec.revisionHistoryLimit > 0);
      if (kind === 'StatefulSet') return;
      // Only one process knows about a load run.
      if (metadata.name === 'workload-generator') assert.equal(spec.strategy.type, 'Recreate');
      else assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0);
    });

    it(`${metadata.name} is spread over nodes, and may be moved one at a time`, () => {
      const topologies = pod.topologySpreadConstraints.map((each: Named) => each['topologyKey']);
      assert.deepEqual(topologies, ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
      assert.ok(pod.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution);
      const budget = find(manifests, 'PodDisruptionBudget', metadata.name)['spec'];
      assert.equal(budget.maxUnavailable, 1);
      assert.equal(budget.unhealthyPodEvictionPolicy, 'AlwaysAllow');
      assert.deepEqual(budget.selector, spec.selector);
    });

    it(`${metadata.name} has a policy for both directions`, () => {
      const policy = find(manifests, 'NetworkPolicy', metadata.name)['spec'];
      assert.deepEqual(policy.podSelector, spec.selector);
      assert.deepEqual(policy.policyTypes, ['Ingress', 'Egress']);
      const dns = policy.egress.some((rule: { ports: Named[] }) =>
        ['UDP', 'TCP'].every((protocol) =>
          rule.ports.some((port) => port['port'] === 53 && port['protocol'] === protocol),
        ),
      );
      // Redis connects to nothing.
      assert.equal(dns, metadata.name !== 'redis');
    });

    it(`${metadata.name} is scaled by one master`, () => {
      const scaler = manifests.find(
        (each) => each.kind === 'HorizontalPodAutoscaler' && each.metadata.name === metadata.name,
      );
      // With both, each apply would reset the number.
      assert.equal(spec.replicas === undefined, scaler !== undefined);
    });
  }

  it('the door has room for as many followers as the gateways', () => {
    const door = find(manifests, 'HorizontalPodAutoscaler', 'frontend')['spec'];
    const gateway = find(manifests, 'HorizontalPodAutoscaler', 'gateway')['spec'];
    const { resources } = find(manifests, 'Deployment', 'frontend')['spec'].template.spec
      .containers[0];
    const settings = find(manifests, 'ConfigMap', 'frontend')['data'];
    const connections = Number(settings.WORKER_CONNECTIONS) * Number(resources.limits.cpu);
    // A follower takes two: one in, and one to the gateway.
    assert.ok(door.maxReplicas * (connections / 2) >= gateway.maxReplicas * GATEWAY_FOLLOWERS);
  });

  it('nobody speaks to anybody unless a policy says so, and only these reach Redis', () => {
    const { podSelector, policyTypes, ...rest } = find(manifests, 'NetworkPolicy', 'default-deny')[
      'spec'
    ];
    assert.deepEqual(
      { podSelector, policyTypes, rest },
      {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        rest: {},
      },
    );
    // The generator only where there is one.
    const guests = manifests
      .filter(({ kind, spec }) => kind === 'NetworkPolicy' && isOf(spec, 'redis'))
      .flatMap(({ spec }) => spec.ingress ?? [])
      .flatMap(({ from }: { from: Peer[] }) => from)
      .map((peer) => peer.podSelector.matchLabels['app.kubernetes.io/name']);
    const generator = workloads.filter(({ metadata }) => metadata.name === 'workload-generator');
    assert.deepEqual(guests.sort(), [
      'admin',
      'audit',
      'database-api',
      'gateway',
      'install',
      'order-worker',
      ...generator.map(({ metadata }) => metadata.name),
    ]);
  });

  it('no name of a ConfigMap or of its entries sounds like a secret', () => {
    for (const { kind, metadata, data } of manifests) {
      if (kind !== 'ConfigMap') continue;
      for (const name of [metadata.name, ...Object.keys(data)])
        assert.doesNotMatch(name, SECRET_WORDS);
    }
  });
}

type Named = Record<string, unknown>;
interface Peer {
  podSelector: { matchLabels: Record<string, string> };
}

function isOf(
  spec: { podSelector: { matchLabels?: Record<string, string> } },
  name: string,
): boolean {
  return spec.podSelector.matchLabels?.['app.kubernetes.io/name'] === name;
}
