import type { Cluster } from '../cluster.ts';
import { appOf, type List, type Node, type Pod, type Service } from '../objects.ts';
import { execOutside, outsideOf, startOutside, stopOutside } from '../outside.ts';
import { isReady } from '../pod-states.ts';
import { type End, mayConnect, type NetworkPolicy } from '../reach.ts';
import { Skipped, type Step } from '../step.ts';

const PORTS: Record<string, number> = {
  redis: 6379,
  postgres: 5432,
  gateway: 5000,
  'order-worker': 5001,
  'database-api': 5002,
  'waiting-room': 5003,
  payments: 5004,
  delivery: 5005,
  office: 5006,
  bank: 5007,
  audit: 5008,
  recorder: 5009,
  'workload-generator': 9000,
  frontend: 8080,
};
/** These images have no Node. */
const WITH_BASH = new Set(['redis', 'postgres', 'frontend']);
const OUTSIDE = 'another namespace';

/** Something to connect to. */
interface Target {
  name: string;
  end: End;
  address: string;
  port: number;
}

/** What is open from one end, and what should be. */
interface Row {
  from: string;
  open: boolean[];
  allowed: boolean[];
}

export const policies: Step = {
  name: 'policies',
  title: 'Connects from every pod to every other, and compares with the NetworkPolicies',
  async run({ cluster }, notes) {
    const { namespace } = cluster;
    const written = await cluster.list<NetworkPolicy>('networking.k8s.io/v1/networkpolicies');
    await startOutside(cluster);
    try {
      const pods = await onePodOfEach(cluster);
      const targets = [...pods.map(targetOf), ...(await targetsElsewhere(cluster))];
      const rows: Row[] = [];
      const allowed = (from: End, own?: string) =>
        targets.map(
          ({ name, end, address, port }) =>
            // No policy keeps a pod from itself.
            name === own || mayConnect(written, namespace, { from, to: { ...end, address }, port }),
        );
      for (const pod of pods) {
        notes.say(`from ${appOf(pod)}`);
        const open = await tryAll(cluster, execIn(pod), targets);
        rows.push({ from: appOf(pod), open, allowed: allowed(endOf(pod), appOf(pod)) });
      }
      const outside = { exec: execOutside(namespace), hasNode: true };
      rows.push({
        from: OUTSIDE,
        open: await tryAll(cluster, outside, targets),
        allowed: allowed({ namespace: outsideOf(namespace), labels: {} }),
      });
      notes.table(tableOf(targets, rows));
      if (rows.every(({ open }) => open.every(Boolean))) {
        throw new Skipped(
          'everything is open: the network plugin of this cluster ignores NetworkPolicies',
        );
      }
      for (const { from, open, allowed: expected } of rows) {
        const wrong = targets.flatMap(({ name }, i) =>
          open[i] === expected[i] ? [] : `${name} is ${open[i] === true ? 'open' : 'closed'}`,
        );
        notes.check(`${from} reaches what is written`, wrong.length === 0, wrong.join(', '));
      }
      notes.figure('paths', `${rows.length * targets.length} tried`);
    } finally {
      await stopOutside(cluster);
    }
  },
};

async function onePodOfEach(cluster: Cluster): Promise<Pod[]> {
  const pods = (await cluster.pods()).filter(isReady);
  return Object.keys(PORTS).flatMap((app) => pods.find((pod) => appOf(pod) === app) ?? []);
}

function endOf({ metadata }: Pod): End {
  return { namespace: metadata.namespace ?? '', labels: metadata.labels ?? {} };
}

function targetOf(pod: Pod): Target {
  const app = appOf(pod);
  return { name: app, end: endOf(pod), address: pod.status.podIP ?? '', port: PORTS[app] ?? 0 };
}

/** DNS, the API server, a node. */
async function targetsElsewhere(cluster: Cluster): Promise<Target[]> {
  const selector = encodeURIComponent('k8s-app=kube-dns');
  const path = `/api/v1/namespaces/kube-system/pods?labelSelector=${selector}`;
  const dns = (await cluster.read<List<Pod>>(path)).items.find(isReady);
  const api = await cluster.read<Service>('/api/v1/namespaces/default/services/kubernetes');
  const [node] = (await cluster.read<List<Node>>('/api/v1/nodes')).items;
  const address = node?.status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
  return [
    ...(dns === undefined
      ? []
      : [
          {
            name: 'dns',
            end: { ...endOf(dns), namespace: 'kube-system' },
            address: dns.status.podIP ?? '',
            port: 53,
          },
        ]),
    { name: 'api server', end: { namespace: '' }, address: api.spec.clusterIP, port: 443 },
    { name: 'a node', end: { namespace: '' }, address, port: 10_250 },
  ];
}

interface From {
  /** Arguments of kubectl that run a program there. */
  exec: string[];
  hasNode: boolean;
}

function execIn(pod: Pod): From {
  const app = appOf(pod);
  return { exec: ['exec', pod.metadata.name, '-c', app, '--'], hasNode: !WITH_BASH.has(app) };
}

/** Prints 1 or 0 for each address. What refuses a connection was reached, but nothing of ours does. */
const BY_NODE = `
const { connect } = require('node:net');
const reach = (address) => new Promise((resolve) => {
  const [port, host] = [address.split(':').pop(), address.split(':').slice(0, -1).join(':')];
  const socket = connect({ host, port: Number(port), timeout: 2000 });
  const end = (open) => { socket.destroy(); resolve(open ? 1 : 0); };
  socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
});
Promise.all(process.argv.slice(1).map(reach)).then((all) => console.log(all.join(' ')));`;
const BY_BASH = `
for address; do
  timeout 2 bash -c "exec 3<>/dev/tcp/\${address%:*}/\${address##*:}" 2>/dev/null && printf '1 ' || printf '0 '
done`;

async function tryAll(
  cluster: Cluster,
  { exec, hasNode }: From,
  targets: readonly Target[],
): Promise<boolean[]> {
  const addresses = targets.map(({ address, port }) => `${address}:${port}`);
  const program = hasNode ? ['node', '-e', BY_NODE] : ['bash', '-c', BY_BASH, 'bash'];
  const said = await cluster.kubectl(...exec, ...program, ...addresses);
  return said
    .trim()
    .split(' ')
    .map((digit) => digit === '1');
}

/** `+` open, `·` closed; with an exclamation mark where it should be otherwise. */
function tableOf(targets: readonly Target[], rows: readonly Row[]): string {
  const head = `| from \\ to | ${targets.map(({ name }) => name).join(' | ')} |`;
  const rule = `| --- |${' :-: |'.repeat(targets.length)}`;
  const body = rows.map(({ from, open, allowed }) => {
    const cells = open.map((is, i) => `${is ? '+' : '·'}${is === allowed[i] ? '' : ' !'}`);
    return `| ${from} | ${cells.join(' | ')} |`;
  });
  return [head, rule, ...body].join('\n');
}
