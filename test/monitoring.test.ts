import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, startRedis, startService } from '@onsale/testing';
import { parse } from 'yaml';
import { knownSeries, seriesIn } from './metric-names.ts';
import { listFiles, readText, root } from './project-files.ts';

const FOLDER = 'deploy/components/monitoring/';

interface Rules {
  groups: { rules: Rule[] }[];
}
interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: Record<string, string>;
}
interface RuleTests {
  tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
}
interface Dashboard {
  uid: string;
  panels: { title: string; targets: { expr: string }[] }[];
}

const alerts = (parse(readText(`${FOLDER}alerts.yaml`)) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
const dashboards = listFiles(`${FOLDER}dashboards/`).map((file) => ({
  file,
  dashboard: JSON.parse(readText(file)) as Dashboard,
}));

function promtool(args: string[], input?: string): string {
  const run = spawnSync('promtool', args, {
    cwd: root,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  assert.equal(
    run.status,
    0,
    `promtool ${args.join(' ')}:\n${run.error ?? ''}${run.stdout}${run.stderr}`,
  );
  return run.stdout;
}

test('the rules and the local configuration are valid for Prometheus', () => {
  promtool(['check', 'rules', '--lint-fatal', `${FOLDER}alerts.yaml`]);
  promtool(['check', 'config', 'local/prometheus.yaml']);
});

test('in a cluster the services are scraped, each pod once, and nothing else', () => {
  const pod = (name: string, port: string) => ({
    targets: [`10.0.0.1:${port}`],
    labels: {
      __meta_kubernetes_pod_label_app_kubernetes_io_name: name,
      __meta_kubernetes_pod_label_app_kubernetes_io_version: '1.2.3',
      __meta_kubernetes_pod_container_port_name: port,
      __meta_kubernetes_pod_name: `${name}-0`,
    },
  });
  const services = [
    ...['gateway', 'order-worker', 'database-api', 'payments', 'bank'],
    ...['office', 'recorder', 'delivery', 'workload-generator', 'audit'],
  ];
  const others = [pod('frontend', 'http'), pod('redis', 'redis'), pod('gateway', 'debug')];
  const { scrape_configs: jobs } = parse(readText(`${FOLDER}scrape.yaml`)) as {
    scrape_configs: Record<string, unknown>[];
  };
  for (const job of jobs) {
    // Debian's Prometheus has no Kubernetes discovery: what it would find there is listed instead.
    delete job['kubernetes_sd_configs'];
    job['static_configs'] = [...services.map((name) => pod(name, 'http')), ...others];
  }
  const folder = mkdtempSync(join(tmpdir(), 'onsale-prometheus-'));
  const file = join(folder, 'prometheus.json');
  writeFileSync(file, JSON.stringify({ scrape_configs: jobs }));
  const found = promtool(['check', 'service-discovery', '--timeout=2s', file, 'onsale']);
  rmSync(folder, { recursive: true });
  const targets = JSON.parse(found) as { labels: Record<string, string> }[];
  const kept = targets.flatMap(({ labels }) =>
    // A dropped label has none.
    Object.keys(labels).length === 0
      ? []
      : [[labels['instance'], labels['version'], labels['__metrics_path__']]],
  );
  assert.deepEqual(kept.sort(), services.map((name) => [`${name}-0`, '1.2.3', '/metrics']).sort());
});

test('every alert comes when it must, and not when all is well', () => {
  promtool(['test', 'rules', `${FOLDER}alerts.test.yaml`]);
  const cases = (parse(readText(`${FOLDER}alerts.test.yaml`)) as RuleTests).tests.flatMap(
    ({ alert_rule_test: tests }) => tests,
  );
  for (const { alert, annotations } of alerts) {
    const own = cases.filter(({ alertname }) => alertname === alert);
    assert.ok(
      own.some(({ exp_alerts: expected }) => expected.length > 0),
      `${alert} never comes`,
    );
    assert.ok(
      own.some(({ exp_alerts: expected }) => expected.length === 0),
      `${alert} always comes`,
    );
    assert.ok(annotations['summary'] !== undefined && annotations['action'] !== undefined, alert);
  }
});

test('dashboards and alerts ask only for metrics that there are', () => {
  const known = knownSeries();
  const expressions = [
    ...alerts.map(({ alert, expr }) => ({ place: alert, expr })),
    ...dashboards.flatMap(({ file, dashboard }) =>
      dashboard.panels.flatMap(({ title, targets }) =>
        targets.map(({ expr }) => ({ place: `${file} ${title}`, expr })),
      ),
    ),
  ];
  const unknown = expressions.flatMap(({ place, expr }) => {
    const series = seriesIn(expr);
    assert.ok(series.length > 0, `${place} asks for nothing: ${expr}`);
    return series.filter((name) => !known.has(name)).map((name) => `${place}: ${name}`);
  });
  assert.deepEqual(unknown, []);
});

test('every expression of a dashboard is valid', () => {
  const rules = dashboards.flatMap(({ dashboard }) =>
    dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  );
  const groups = [
    { name: 'all', rules: rules.map((expr, i) => ({ record: `expression:${i}`, expr })) },
  ];
  const folder = mkdtempSync(join(tmpdir(), 'onsale-dashboards-'));
  writeFileSync(join(folder, 'rules.json'), JSON.stringify({ groups }));
  promtool(['check', 'rules', '--lint=none', join(folder, 'rules.json')]);
  rmSync(folder, { recursive: true });
});

test('the component and the page have every dashboard and every alert', () => {
  const page = readText('docs/observability.md');
  const component = readText(`${FOLDER}kustomization.yaml`);
  assert.ok(dashboards.length > 0);
  for (const { file } of dashboards) assert.ok(component.includes(file.slice(FOLDER.length)), file);
  assert.equal(new Set(dashboards.map(({ dashboard }) => dashboard.uid)).size, dashboards.length);
  for (const severity of ['Critical', 'Warning']) {
    const list = new RegExp(`^_${severity}_: ([^]*?)\n\n`, 'm').exec(page)?.[1] ?? '';
    const told = Array.from(list.matchAll(/`(\w+)`/g), ([, alert]) => alert);
    const own = alerts.filter(({ labels }) => labels.severity === severity.toLowerCase());
    assert.deepEqual(told.toSorted(), own.map(({ alert }) => alert).toSorted());
  }
});

test('what a service tells follows the conventions of Prometheus', async (t) => {
  const redis = await startRedis();
  const services: { stop: () => Promise<void> }[] = [];
  t.after(async () => {
    for (const each of services) await each.stop();
    await redis.stop();
  });
  for (const service of ['gateway', 'order-worker', 'payments', 'workload-generator']) {
    const running = startService(service, {
      REDIS_URL: redis.url,
      CATALOG_FILE: `${root}catalog.yaml`,
    });
    services.push(running);
    // Some are there only once it has found its data.
    await eventually(
      async () => (await fetch(`${await running.url()}/readyz`)).status,
      (status) => status === 200,
    );
    const metrics = await (await fetch(`${await running.url()}/metrics`)).text();
    // We do not choose the names of the client's own metrics.
    const ours = metrics.split('\n').filter((line) => /^(# \w+ )?(onsale|http)_/.test(line));
    assert.ok(ours.length > 10, service);
    promtool(['check', 'metrics'], `${ours.join('\n')}\n`);
  }
});
