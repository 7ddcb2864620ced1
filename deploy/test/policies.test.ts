import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NAMESPACE } from '../src/namespace.ts';
import { newSecrets } from '../src/secret-manifests.ts';
import {
  find,
  type Manifest,
  overlays,
  readManifests,
  renderOverlay,
  workloadsOf,
} from './manifests.ts';

// The rules that kube-score does not know (npm run k8s:lint), for the base and each overlay.

/** Time within which everything is closed after the drain (see packages/service). */
const CLOSE_S = 10;
/** As in the gateway's order-followers.ts. */
const GATEWAY_FOLLOWERS = 10_000;
const NAME = 'app.kubernetes.io/name';
const LABORATORY = new Set(['bank', 'workload-generator']);

const variants: [string, Manifest[]][] = [['k8s/', readManifests()]];
for (const overlay of overlays) variants.push([overlay, await renderOverlay(overlay)]);

for (const [name, manifests] of variants) {
  describe(`the rules for ${name}`, () => {
    checkRules(manifests);
    checkPolicies(manifests);
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
  const pods = [...workloads, ...manifests.filter(({ kind }) => kind === 'Job')];
  const configuration = find(manifests, 'ConfigMap', 'onsale')['data'];

  it('everything is in the namespace, which admits only confined pods', () => {
    for (const { kind, metadata } of manifests) {
      assert.ok(metadata.labels?.[NAME], `${kind} ${metadata.name}`);
      if (kind !== 'Namespace') assert.equal(metadata.namespace, NAMESPACE, metadata.name);
    }
    const { labels = {} } = find(manifests, 'Namespace', NAMESPACE).metadata;
    for (const mode of ['enforce', 'audit', 'warn']) {
      assert.equal(labels[`pod-security.kubernetes.io/${mode}`], 'restricted');
    }
  });

  it('there is no Secret', () => {
    const secrets = manifests.filter(({ kind }) => kind === 'Secret');
    assert.deepEqual(secrets, []);
  });

  it('a changed ConfigMap has another name, so that its pods restart', () => {
    const named = pods.flatMap(({ spec: { template } }) => [
      ...template.spec.volumes.flatMap(({ configMap }: Volume) => configMap?.name ?? []),
      ...template.spec.containers.flatMap(({ envFrom = [] }: Container) =>
        envFrom.map(({ configMapRef }) => configMapRef.name),
      ),
    ]);
    assert.ok(named.length > 0);
    for (const name of named) {
      assert.match(name, /-[a-z0-9]{10}$/);
      assert.ok(
        manifests.some((each) => each.kind === 'ConfigMap' && each.metadata.name === name),
        name,
      );
    }
  });

  // So that the namespace admits them.
  it('every pod is confined', () => {
    for (const { spec } of pods) {
      const pod = spec.template.spec;
      assert.equal(pod.securityContext.runAsNonRoot, true);
      assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
      for (const { securityContext } of [...(pod.initContainers ?? []), ...pod.containers]) {
        assert.equal(securityContext.allowPrivilegeEscalation, false);
        assert.deepEqual(securityContext.capabilities, { drop: ['ALL'] });
      }
    }
  });

  // In the environment, each child process and each crash report would have them.
  it('secrets are files', () => {
    const containers = pods.flatMap(({ spec }) => spec.template.spec.containers);
    assert.doesNotMatch(JSON.stringify(containers), /secretRef|secretKeyRef|configMapKeyRef/);
    const secrets = new Set(
      [...JSON.stringify(pods).matchAll(/"secretName":"([^"]+)"/g)].map(([, name]) => name),
    );
    for (const name of ['customers', 'gateway', 'gateway-setup', 'postgres', 'redis-users']) {
      assert.ok(secrets.has(name), name);
    }
  });

  it('only the install may use the Kubernetes API, and only what is its own', () => {
    for (const { metadata, spec } of pods) {
      const pod = spec.template.spec;
      assert.equal(pod.automountServiceAccountToken, false);
      const hasToken = JSON.stringify(pod).includes('serviceAccountToken');
      assert.equal(hasToken, metadata.name === 'install', metadata.name);
    }
    const roles = manifests.filter(({ kind }) => /Role/.test(kind));
    assert.deepEqual(
      roles.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ['Role install', 'RoleBinding install'],
    );
    const rules = find(manifests, 'Role', 'install')['rules'] as Rule[];
    const namesOf = (verb: string, resource: string) =>
      rules
        .filter(({ verbs, resources }) => verbs.includes(verb) && resources.includes(resource))
        .flatMap(({ resourceNames = ['*'] }) => resourceNames)
        .sort();
    const users = find(manifests, 'ConfigMap', 'redis')['data'];
    const secrets = newSecrets()
      .map(({ metadata }) => metadata.name)
      .filter((name) => !LABORATORY.has(name) || 'workload-generator.acl' in users);
    assert.deepEqual(namesOf('get', 'secrets'), secrets.sort());
    assert.deepEqual(namesOf('update', 'secrets'), ['redis-users']);
    assert.deepEqual(namesOf('get', 'configmaps'), ['installed']);
    assert.deepEqual(namesOf('create', 'secrets'), ['*']);
    const verbs = new Set(rules.flatMap((rule) => rule.verbs));
    assert.deepEqual([...verbs].sort(), ['create', 'get', 'update']);
  });

  it('nothing is sold on a Redis that can lose orders', () => {
    assert.equal(configuration.STRICT_REDIS, 'true');
  });

  // It limits what Node may do; a `command` would bypass it.
  it('our containers keep the entrypoint of their image', () => {
    for (const { image, command } of pods.flatMap(({ spec }) => spec.template.spec.containers)) {
      if (!/\/(redis|postgres)[:@]/.test(image)) assert.equal(command, undefined, image);
    }
  });

  // Else no version could be followed by another.
  it('volumes of data have no label with the version', () => {
    const version = manifests[0]?.metadata.labels?.['app.kubernetes.io/version'] ?? '';
    for (const { spec } of workloads.filter(({ kind }) => kind === 'StatefulSet')) {
      assert.equal(JSON.stringify(spec.volumeClaimTemplates).includes(version), false);
    }
  });

  for (const { kind, metadata, spec } of workloads) {
    const pod = spec.template.spec;
    const [container] = pod.containers;

    it(`${metadata.name} is chosen by its name alone, and is itself when it calls Redis`, () => {
      assert.deepEqual(spec.selector.matchLabels, { [NAME]: metadata.name });
      assert.equal(pod.serviceAccountName, metadata.name);
      const user = container.env?.find(({ name }: { name: string }) => name === 'REDIS_USERNAME');
      if (user !== undefined) assert.equal(user.value, metadata.name);
      const password = pod.volumes.find(({ name }: { name: string }) => name === 'secrets');
      assert.equal(password?.secret.secretName, user?.value);
    });

    it(`${metadata.name} is asked whether it lives and whether it is ready, differently`, () => {
      assert.ok(container.startupProbe);
      assert.notDeepEqual(container.livenessProbe, container.readinessProbe);
      if (kind === 'StatefulSet') return;
      assert.equal(container.startupProbe.httpGet.path, '/livez');
      assert.equal(container.livenessProbe.httpGet.path, '/livez');
      assert.equal(container.readinessProbe.httpGet.path, '/readyz');
    });

    it(`${metadata.name} ends in peace`, () => {
      const isServed = manifests.some(
        (each) => each.kind === 'Service' && each.metadata.name === metadata.name,
      );
      const sleepS = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      assert.equal(sleepS > 0, kind === 'Deployment' && isServed);
      const drainS = Number(configuration.DRAIN_MS) / 1000;
      assert.ok(pod.terminationGracePeriodSeconds > sleepS + drainS + CLOSE_S);
      if (kind === 'StatefulSet') return;
      // Only one process knows about a load run, and only one has the bank's books.
      if (LABORATORY.has(metadata.name)) assert.equal(spec.strategy.type, 'Recreate');
      else assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0);
    });

    it(`${metadata.name} may be moved one at a time, and is scaled by one master`, () => {
      const budget = find(manifests, 'PodDisruptionBudget', metadata.name)['spec'];
      assert.equal(budget.maxUnavailable, 1);
      assert.deepEqual(budget.selector, spec.selector);
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
}

function checkPolicies(manifests: readonly Manifest[]): void {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');

  it('nobody speaks to anybody unless a policy says so', () => {
    assert.deepEqual(find(manifests, 'NetworkPolicy', 'default-deny')['spec'], {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  // Kubernetes drops an empty list, so that `kubectl diff` would show it for ever.
  it('no policy has an empty list', () => {
    assert.doesNotMatch(JSON.stringify(policies), /\[\]/);
  });

  // Only where there is one.
  const generator = workloadsOf(manifests)
    .map(({ metadata }) => metadata.name)
    .filter((name) => name === 'workload-generator');
  const guestsOf = (name: string) =>
    policies
      .filter(({ spec }) => spec.podSelector.matchLabels?.[NAME] === name)
      .flatMap(({ spec }) => (spec.ingress ?? []) as { from: Peer[] }[])
      .flatMap(({ from }) => from)
      .flatMap(({ podSelector: { matchLabels, matchExpressions = [] } }) => [
        ...(matchLabels === undefined ? [] : [matchLabels[NAME]]),
        ...matchExpressions.flatMap(({ values }) => values),
      ])
      .sort();

  it('only these reach Redis', () => {
    assert.deepEqual(guestsOf('redis'), [
      ...['admin', 'audit', 'database-api', 'delivery', 'gateway', 'install', 'office'],
      ...['order-worker', 'payments', 'recorder'],
      'waiting-room',
      ...generator,
    ]);
  });

  it('only the office side reaches PostgreSQL, which the sale side does not know', () => {
    assert.deepEqual(guestsOf('postgres'), [
      ...['admin', 'delivery', 'install-records', 'office', 'recorder'],
    ]);
    assert.deepEqual(guestsOf('office'), ['frontend', 'gateway', 'payments', ...generator]);
    assert.deepEqual(guestsOf('delivery'), ['frontend']);
    assert.deepEqual(guestsOf('waiting-room'), ['frontend', ...generator]);
    for (const { metadata, spec } of workloadsOf(manifests)) {
      const knows = /database-url/.test(JSON.stringify(spec));
      assert.equal(
        knows,
        ['delivery', 'office', 'recorder'].includes(metadata.name),
        metadata.name,
      );
    }
  });
}

interface Rule {
  verbs: string[];
  resources: string[];
  resourceNames?: string[];
}

interface Volume {
  configMap?: { name: string };
}

interface Container {
  envFrom?: { configMapRef: { name: string } }[];
}

interface Peer {
  podSelector: {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values: string[] }[];
  };
}
