import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusal, renderChart, renderExample, type Values } from './chart.ts';
import { find, type Manifest, workloadsOf } from './manifests.ts';

// What the values do that is in no component, and what the chart says of wrong ones.

const containerOf = (manifests: readonly Manifest[], name: string) =>
  find(manifests, 'Deployment', name)['spec'].template.spec.containers[0];
const names = (manifests: readonly Manifest[]) =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const pods = (manifests: readonly Manifest[]) =>
  [...workloadsOf(manifests), ...manifests.filter(({ kind }) => kind === 'Job')].map(
    ({ spec }) => spec.template,
  );

it('a second release in another namespace is a second shop', async () => {
  const text = JSON.stringify(await renderChart({}, { release: 'b', namespace: 'other' }));
  assert.doesNotMatch(text, /webapp-mq/);
  for (const { kind, metadata } of await renderChart({}, { release: 'b', namespace: 'other' })) {
    assert.equal(metadata.namespace, 'other', kind);
    assert.doesNotMatch(kind, /^Cluster/);
  }
});

it('images come from another repository, by tag or digest, and with Secrets', async () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const rendered = await renderChart({
    image: { repository: 'registry.example.com/onsale', tag: '9.9.9', pullSecrets: ['registry'] },
    gateway: { image: { digest } },
    frontend: { image: { repository: 'elsewhere.example.com/door', tag: 'new' } },
  });
  assert.equal(
    containerOf(rendered, 'order-worker').image,
    'registry.example.com/onsale/order-worker:9.9.9',
  );
  for (const name of ['gateway', 'audit']) {
    const { image } = containerOf(rendered, name);
    assert.equal(image, `registry.example.com/onsale/gateway:9.9.9@${digest}`);
  }
  assert.equal(containerOf(rendered, 'frontend').image, 'elsewhere.example.com/door:new');
  for (const { kind, imagePullSecrets } of rendered)
    if (kind === 'ServiceAccount') assert.deepEqual(imagePullSecrets, [{ name: 'registry' }]);
});

describe('a changed configuration restarts the pods that read it, and no others', () => {
  const cases: [string, Values, string[]][] = [
    [
      'env',
      { env: { LOG_LEVEL: 'warn' } },
      [
        ...['audit', 'database-api', 'delivery', 'gateway', 'office', 'order-worker'],
        ...['payments', 'recorder', 'waiting-room'],
      ],
    ],
    ['frontend.env', { frontend: { env: { HSTS_MAX_AGE: 1 } } }, ['frontend']],
    ['catalog.text', { catalog: { text: 'events: []\n' } }, ['gateway']],
    ['gateway.env', { gateway: { env: { MAX_BACKLOG: 1_000_000 } } }, ['gateway']],
  ];
  for (const [what, values, restarted] of cases) {
    it(what, async () => {
      const before = await renderChart();
      const after = await renderChart(values);
      const changed = workloadsOf(before)
        .filter(
          ({ kind, metadata, spec }) =>
            JSON.stringify(find(after, kind, metadata.name)['spec'].template) !==
            JSON.stringify(spec.template),
        )
        .map(({ metadata }) => metadata.name);
      assert.deepEqual(changed.sort(), restarted);
    });
  }
});

it('numbers stay as they are written, and a variable can come from elsewhere', async () => {
  const secretKeyRef = { name: 'otel', key: 'endpoint' };
  const env = {
    MAX_BACKLOG: 1_000_000,
    OTEL_EXPORTER_OTLP_ENDPOINT: { valueFrom: { secretKeyRef } },
  };
  const found = containerOf(await renderChart({ gateway: { env } }), 'gateway').env as {
    name: string;
  }[];
  const named = (name: string) => found.find((each) => each.name === name);
  assert.deepEqual(named('MAX_BACKLOG'), { name: 'MAX_BACKLOG', value: '1000000' });
  assert.deepEqual(named('OTEL_EXPORTER_OTLP_ENDPOINT'), {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    valueFrom: { secretKeyRef },
  });
  // A default can be taken away.
  const without = containerOf(
    await renderChart({ gateway: { env: { RATE_LIMIT_ORDERS: null } } }),
    'gateway',
  );
  assert.doesNotMatch(JSON.stringify(without.env), /RATE_LIMIT_ORDERS/);
});

it('the catalog is the text that is given, or in a ConfigMap that exists', async () => {
  const text = 'seller: {}\nevents: []\n';
  const own = await renderChart({ catalog: { text } });
  assert.equal(find(own, 'ConfigMap', 'catalog')['data']['catalog.yaml'], text);
  const other = await renderChart({ catalog: { existingConfigMap: 'season' } });
  assert.ok(!names(other).includes('ConfigMap catalog'));
  const { volumes } = find(other, 'Deployment', 'gateway')['spec'].template.spec;
  const { configMap } = volumes.find(({ name }: { name: string }) => name === 'catalog');
  assert.deepEqual(configMap, { name: 'season' });
});

/** Pods that never call Redis. */
const WITHOUT_REDIS = new Set(['bank', 'frontend', 'install-records', 'office', 'postgres']);

describe('Redis', () => {
  it('of its own has the volume and the memory that are asked for', async () => {
    const rendered = await renderChart({
      redis: { storage: { size: '100Gi', className: 'fast' }, maxMemory: '6gb' },
    });
    const { spec } = find(rendered, 'StatefulSet', 'redis');
    const claim = spec.volumeClaimTemplates[0].spec;
    assert.equal(claim.resources.requests.storage, '100Gi');
    assert.equal(claim.storageClassName, 'fast');
    assert.deepEqual(spec.template.spec.containers[0].command.slice(2), ['--maxmemory', '6gb']);
  });

  it('elsewhere leaves none of ours, and everybody is told the address', async () => {
    const rendered = await renderExample('redis-cluster.yaml');
    const ours = names(rendered).filter((name) => / redis(-headless)?$/.test(name));
    assert.deepEqual(ours, ['ConfigMap redis']);
    const { data } = find(rendered, 'ConfigMap', 'onsale');
    assert.match(data.REDIS_URL, /^redis:\/\/.*,redis:\/\/.*,redis:\/\//);
    assert.equal(data.SHARDS, '16');
    assert.equal(data.REDIS_HOST, undefined);
    const job = find(rendered, 'Job', 'install-1');
    const variables = new Map(
      job['spec'].template.spec.containers[0].env.map(
        ({ name, value }: { name: string; value: string }) => [name, value],
      ),
    );
    assert.equal(variables.get('REDIS_URL'), data.REDIS_URL);
    assert.equal(variables.get('SHARDS'), '16');
    const { egress } = find(rendered, 'NetworkPolicy', 'external-redis')['spec'];
    assert.deepEqual(egress[0].ports, [{ protocol: 'TCP', port: 6379 }]);
  });

  it('elsewhere may have a certificate of its own, for all that call it', async () => {
    const redis = { url: 'rediss://redis.example.com:6380', caSecret: 'redis-ca' };
    const rendered = await renderChart({ redis, laboratory: { enabled: true } });
    const calling = pods(rendered).filter(
      ({ spec }) => !WITHOUT_REDIS.has(spec.containers[0].name),
    );
    assert.equal(calling.length, 10);
    for (const { spec } of calling) {
      const [{ env, volumeMounts }] = spec.containers;
      const file = env.find(({ name }: { name: string }) => name === 'REDIS_TLS_CA_FILE').value;
      const mount = volumeMounts.find(({ name }: { name: string }) => name === 'redis-ca');
      assert.equal(file, `${mount.mountPath}/ca.crt`);
      const volume = spec.volumes.find(({ name }: { name: string }) => name === 'redis-ca');
      assert.equal(volume.secret.secretName, 'redis-ca');
    }
    const { egress } = find(rendered, 'NetworkPolicy', 'external-redis')['spec'];
    assert.equal(egress[0].ports[0].port, 6380);
  });

  it('elsewhere is where KEDA looks for the backlog of every shard', async () => {
    const triggersOf = async (redis: Values) =>
      find(await renderChart({ redis, keda: { enabled: true } }), 'ScaledObject', 'order-worker')[
        'spec'
      ].triggers as { type: string; metadata: Record<string, string> }[];
    const [one] = await triggersOf({ url: 'rediss://redis.example.com:6380/0' });
    assert.equal(one?.type, 'redis-streams');
    assert.equal(one?.metadata['address'], 'redis.example.com:6380');
    assert.equal(one?.metadata['enableTLS'], 'true');
    const many = await triggersOf({ url: 'redis://a:1,redis://b:2', shards: 3 });
    assert.deepEqual([...new Set(many.map(({ type }) => type))], ['redis-cluster-streams']);
    assert.equal(many[0]?.metadata['addresses'], 'a:1,b:2');
    assert.deepEqual(
      many.map(({ metadata }) => metadata['stream']),
      ['{s0}', '{s1}', '{s2}', '{s1023}'].map((shard) => `${shard}:order-stream`),
    );
  });
});

describe('PostgreSQL', () => {
  it('of its own has the volume and the settings that are asked for', async () => {
    const { spec } = find(
      await renderChart({
        postgres: {
          storage: { size: '100Gi', className: 'fast' },
          settings: { shared_buffers: '1GB', max_connections: 200 },
        },
      }),
      'StatefulSet',
      'postgres',
    );
    const claim = spec.volumeClaimTemplates[0].spec;
    assert.equal(claim.resources.requests.storage, '100Gi');
    assert.equal(claim.storageClassName, 'fast');
    assert.deepEqual(spec.template.spec.containers[0].args.slice(-4), [
      ...['-c', 'max_connections=200', '-c', 'shared_buffers=1GB'],
    ]);
  });

  it('elsewhere leaves none of ours, and may have a certificate of its own', async () => {
    const url = 'postgres://db.example.com:5433/shop?sslmode=verify-full';
    const rendered = await renderChart({ postgres: { url, caSecret: 'postgres-ca' } });
    const ours = names(rendered).filter((name) => / postgres(-headless)?$/.test(name));
    assert.deepEqual(ours, []);
    const { args } = find(rendered, 'Job', 'install-1')['spec'].template.spec.containers[0];
    assert.deepEqual(args.slice(-2), ['--database', url]);
    const { egress } = find(rendered, 'NetworkPolicy', 'external-postgres')['spec'];
    assert.deepEqual(egress, [{ ports: [{ protocol: 'TCP', port: 5433 }] }]);
    const calling = pods(rendered).filter(({ spec }) => /postgres-ca/.test(JSON.stringify(spec)));
    assert.deepEqual(
      calling.map(({ spec }) => spec.containers[0].name),
      ['delivery', 'office', 'recorder', 'install-records'],
    );
  });
});

describe('mails', () => {
  it('leave through a server whose address and key are files of Secrets', async () => {
    const smtp = { secretName: 'postmark' };
    const dkim = { domain: 'tickets.example.com', secretName: 'signing' };
    const rendered = await renderChart({
      delivery: { smtp, dkim, mailsPerS: 40, keepMailsDays: 30 },
    });
    const { volumes } = find(rendered, 'Deployment', 'delivery')['spec'].template.spec;
    const secrets = volumes.map(({ secret }: { secret?: { secretName: string } }) => secret);
    assert.deepEqual(
      secrets.flatMap((secret?: { secretName: string }) => secret?.secretName ?? []),
      ['delivery', 'ticket-keys', 'postmark', 'signing'],
    );
    assert.deepEqual(find(rendered, 'ConfigMap', 'mail-settings')['data'], {
      ...{ MAILS_PER_S: '40', KEEP_MAILS_DAYS: '30' },
      ...{ DKIM_DOMAIN: 'tickets.example.com', DKIM_SELECTOR: 'onsale' },
    });
    const { egress } = find(rendered, 'NetworkPolicy', 'delivery-smtp')['spec'];
    assert.equal(egress[0].to, undefined);
  });

  it('have no way out of the cluster while there is no server', async () => {
    const rendered = await renderChart();
    assert.ok(!names(rendered).includes('NetworkPolicy delivery-smtp'));
    assert.doesNotMatch(JSON.stringify(pods(rendered)), /SMTP_URL|DKIM/);
  });
});

describe('payments', () => {
  const shop = { hosts: ['tickets.example.com'], ingress: { enabled: true } };

  it('are taken by Stripe, whose keys are files of a Secret', async () => {
    const stripe = { provider: 'stripe', stripe: { secretName: 'keys' } };
    const rendered = await renderChart({ ...shop, payments: stripe });
    const { containers, volumes } = find(rendered, 'Deployment', 'payments')['spec'].template.spec;
    const file = containers[0].env.find(
      ({ name }: { name: string }) => name === 'STRIPE_SECRET_KEY_FILE',
    ).value;
    const mount = containers[0].volumeMounts.find(({ mountPath }: { mountPath: string }) =>
      file.startsWith(`${mountPath}/`),
    );
    const volume = volumes.find(({ name }: { name: string }) => name === mount.name);
    assert.equal(volume.secret.secretName, 'keys');
    assert.ok(names(rendered).includes('NetworkPolicy payments-stripe'));
  });

  it('in a laboratory with Stripe need no bank', async () => {
    const laboratory = { enabled: true };
    const rendered = await renderChart({ ...shop, laboratory, payments: { provider: 'stripe' } });
    assert.deepEqual(
      names(rendered).filter((name) => / bank/.test(name)),
      [],
    );
    assert.doesNotMatch(JSON.stringify(pods(rendered)), /--bank|BANK_/);
  });

  it('are refused to the bank outside the laboratory, by the templates too', async () => {
    const payments = { provider: 'bank' };
    assert.match(await refusal({ payments }), /'\/laboratory\/enabled': value must be true/);
    assert.match(
      await refusal({ payments }, ['--skip-schema-validation']),
      /bank, which takes no real money: it is for the laboratory only/,
    );
    const { PAYMENT_PROVIDER } = find(
      await renderChart({ payments, laboratory: { enabled: true } }),
      'ConfigMap',
      'payment-provider',
    )['data'];
    assert.equal(PAYMENT_PROVIDER, 'bank');
  });
});

it('pods are where they are told to be', async () => {
  const rendered = await renderChart({
    nodeSelector: { pool: 'shop' },
    tolerations: [{ key: 'shop', operator: 'Exists' }],
    priorityClassName: 'high',
    topologySpread: { zones: 'DoNotSchedule' },
    podLabels: { team: 'sales' },
    podAnnotations: { mesh: 'off' },
    redis: { nodeSelector: { pool: 'data' } },
    postgres: { nodeSelector: { pool: 'data' } },
  });
  for (const { metadata, spec } of pods(rendered)) {
    const [{ name }] = spec.containers;
    assert.equal(spec.nodeSelector.pool, ['redis', 'postgres'].includes(name) ? 'data' : 'shop');
    assert.deepEqual(spec.tolerations, [{ key: 'shop', operator: 'Exists' }]);
    assert.equal(spec.priorityClassName, 'high');
    assert.equal(metadata.labels.team, 'sales');
    assert.equal(metadata.annotations.mesh, 'off');
  }
  const { topologySpreadConstraints } = find(rendered, 'Deployment', 'gateway')['spec'].template
    .spec;
  assert.deepEqual(
    topologySpreadConstraints.map((each: { whenUnsatisfiable: string }) => each.whenUnsatisfiable),
    ['DoNotSchedule', 'ScheduleAnyway'],
  );
});

it('without autoscaling there are as many as are asked for, and the fleet knows', async () => {
  const fixed = { replicas: 3, autoscaling: { enabled: false } };
  const rendered = await renderChart({
    gateway: fixed,
    waitingRoom: fixed,
    frontend: fixed,
    delivery: fixed,
  });
  const scalers = names(rendered).filter((name) => name.startsWith('Horizontal'));
  assert.deepEqual(scalers, ['HorizontalPodAutoscaler order-worker']);
  assert.equal(find(rendered, 'Deployment', 'gateway')['spec'].replicas, 3);
  assert.equal(find(rendered, 'Deployment', 'order-worker')['spec'].replicas, undefined);
  const { env } = containerOf(rendered, 'gateway');
  const targets = env.find(({ name }: { name: string }) => name === 'SCALE_TARGETS');
  assert.equal(targets.value, 'order-worker=60');
  const scaledByBacklog = await renderChart({ orderWorker: fixed, keda: { enabled: true } });
  assert.equal(find(scaledByBacklog, 'Deployment', 'order-worker')['spec'].replicas, undefined);
});

it('hosts lead to the shop, which knows the first of them', async () => {
  const hosts = ['tickets.example.com', 'tickets.example.org'];
  const tls = { clusterIssuer: 'letsencrypt' };
  const ingress = { enabled: true, className: 'nginx', annotations: { a: 'b' } };
  const rendered = await renderChart({ hosts, tls, ingress });
  const { metadata, spec } = find(rendered, 'Ingress', 'frontend');
  assert.deepEqual((metadata as { annotations?: object }).annotations, {
    a: 'b',
    'cert-manager.io/cluster-issuer': 'letsencrypt',
  });
  assert.equal(spec.ingressClassName, 'nginx');
  assert.deepEqual(spec.tls[0].hosts, hosts);
  assert.deepEqual(
    spec.rules.map(({ host }: { host: string }) => host),
    hosts,
  );
  for (const name of ['onsale', 'frontend']) {
    const { PUBLIC_URL } = find(rendered, 'ConfigMap', name)['data'];
    assert.equal(PUBLIC_URL, 'https://tickets.example.com');
  }
  const existing = await renderExample('existing.yaml');
  assert.ok(!names(existing).includes('Gateway door'));
  const { parentRefs, hostnames } = find(existing, 'HTTPRoute', 'frontend')['spec'];
  assert.equal(parentRefs[0].name, 'public');
  assert.deepEqual(hostnames, ['tickets.example.com']);
});

it('without TLS the address of the shop says so', async () => {
  const hosts = ['tickets.internal'];
  const plain = await renderChart({ hosts, tls: { enabled: false }, ingress: { enabled: true } });
  assert.equal(find(plain, 'Ingress', 'frontend')['spec'].tls, undefined);
  assert.equal(find(plain, 'ConfigMap', 'onsale')['data'].PUBLIC_URL, 'http://tickets.internal');
});

it('network policies can be left out, or made for another name server', async () => {
  const off = await renderChart({
    networkPolicies: { enabled: false },
    laboratory: { enabled: true },
    keda: { enabled: true },
    monitoring: { enabled: true },
  });
  assert.deepEqual(
    off.filter(({ kind }) => kind === 'NetworkPolicy'),
    [],
  );
  const dns = [{ ipBlock: { cidr: '169.254.20.10/32' } }];
  const other = await renderChart({ networkPolicies: { dns } });
  assert.deepEqual(find(other, 'NetworkPolicy', 'dns')['spec'].egress[0].to, dns);
  // Helm would merge an empty map with the default, but not a list.
  const open = await renderChart({ networkPolicies: { dns: [] } });
  assert.equal(find(open, 'NetworkPolicy', 'dns')['spec'].egress[0].to, undefined);
});

it('the Job may make Secrets only if it is to', async () => {
  const rights = async (secrets: Values) => {
    const { rules } = find(await renderChart({ secrets }), 'Role', 'install') as unknown as {
      rules: { resources: string[]; verbs: string[] }[];
    };
    const ofSecrets = rules.filter(({ resources }) => resources.includes('secrets'));
    return new Set(ofSecrets.flatMap(({ verbs }) => verbs));
  };
  assert.deepEqual(await rights({ create: true }), new Set(['create', 'get', 'update']));
  assert.deepEqual(await rights({ create: false }), new Set(['get']));
});

describe('what can not be right is refused in a sentence', () => {
  const cases: [string, Values, RegExp][] = [
    ['a misspelled value', { gateway: { replica: 2 } }, /'\/gateway'.*'replica' not allowed/],
    ['text for a number', { redis: { shards: 'many' } }, /'\/redis\/shards': got string, want/],
    ['no number of pods', { audit: { replicas: -1 } }, /'\/audit\/replicas': minimum: got -1/],
    ['a size without a unit', { redis: { storage: { size: 'big' } } }, /'\/redis\/storage\/size'/],
    ['a variable in small letters', { env: { 'log-level': 'info' } }, /'log-level' does not match/],
    ['an ingress to nowhere', { ingress: { enabled: true } }, /hosts must have the host name/],
    [
      'a Gateway of no class',
      { gatewayApi: { enabled: true }, hosts: ['a.example'] },
      /gatewayApi needs the className/,
    ],
    ['Stripe for no address', { payments: { provider: 'stripe' } }, /set hosts with ingress/],
    [
      'a bank by a back door',
      { payments: { env: { PAYMENT_PROVIDER: 'bank' } } },
      /PAYMENT_PROVIDER is not set by env: payments\.provider decides it/,
    ],
    [
      'two catalogs',
      { catalog: { text: 'a', existingConfigMap: 'b' } },
      /there can be only one catalog/,
    ],
    ['a login in an address', { redis: { url: 'redis://a:b@c:6379' } }, /without logins/],
    ['an address without a port', { redis: { url: 'redis://a' } }, /with their ports/],
    ['a cluster in one shard', { redis: { url: 'redis://a:1,redis://b:1' } }, /redis\.shards must/],
    [
      'a login in the address of a database',
      { postgres: { url: 'postgres://a:b@c/shop' } },
      /of a database without a login/,
    ],
    [
      'the address of no database',
      { postgres: { url: 'postgres://c:5432' } },
      /postgres\.url must/,
    ],
    ['a certificate for no address', { postgres: { caSecret: 'a' } }, /set postgres\.url too/],
    ['a certificate for nothing', { redis: { caSecret: 'a' } }, /set redis\.url too/],
    [
      'a minimum above the maximum',
      { orderWorker: { autoscaling: { minReplicas: 30 } } },
      /orderWorker\.autoscaling: minReplicas \(30\) is more than maxReplicas \(20\)/,
    ],
  ];
  for (const [what, values, said] of cases) {
    it(what, async () => {
      assert.match(await refusal(values), said);
    });
  }
});
