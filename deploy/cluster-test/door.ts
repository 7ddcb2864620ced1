import type { ChildProcess } from 'node:child_process';
import type { Way } from './arguments.ts';
import { firstMatch } from './background.ts';
import type { Cluster } from './cluster.ts';
import type { List, Node, Service } from './objects.ts';

const REACHABLE_TIMEOUT_MS = 2000;

/** The way of buyers into the shop: the frontend's port on a node, or else a port that kubectl forwards. */
export interface Door {
  way: Exclude<Way, 'auto'>;
  /** Address of the shop, such as `http://10.0.0.4:30080`. */
  url(): Promise<string>;
  /** The address does not answer: a forwarded port ends with the pod behind it. */
  renew(): void;
}

/** Finds the port of a node that this machine reaches; forwards one when there is none. */
export async function openDoor(cluster: Cluster, way: Way): Promise<Door> {
  const port = way === 'port-forward' ? undefined : await nodePort(cluster, 'frontend');
  const nodes = await cluster.read<List<Node>>('/api/v1/nodes');
  const addresses = nodes.items
    .flatMap(({ status }) => status.addresses)
    .filter(({ type }) => type.endsWith('IP'))
    .map(({ address }) => (address.includes(':') ? `[${address}]` : address));
  for (const address of port === undefined ? [] : [...addresses, '127.0.0.1']) {
    const url = `http://${address}:${port}`;
    if (await answers(url))
      return { way: 'node-port', url: async () => url, renew: () => undefined };
  }
  if (way === 'node-port') throw new Error(`port ${port} of no node is reachable from here`);
  return forwardedDoor(cluster);
}

async function nodePort(cluster: Cluster, name: string): Promise<number | undefined> {
  const services = await cluster.list<Service>('v1/services');
  return services.find(({ metadata }) => metadata.name === name)?.spec.ports[0]?.nodePort;
}

async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(REACHABLE_TIMEOUT_MS);
  const response = await fetch(`${url}/livez`, { signal }).catch(() => undefined);
  return response?.ok === true;
}

function forwardedDoor(cluster: Cluster): Door {
  let forwarding: { child: ChildProcess; url: string } | undefined;
  return {
    way: 'port-forward',
    async url() {
      if (forwarding === undefined || forwarding.child.exitCode !== null) {
        forwarding = await forward(cluster, 'service/frontend', 8080);
      }
      return forwarding.url;
    },
    renew() {
      forwarding?.child.kill('SIGKILL');
      forwarding = undefined;
    },
  };
}

/** Forwards a free port to a pod or a Service; the caller kills the child. */
export async function forward(cluster: Cluster, target: string, port: number) {
  const child = cluster.background('port-forward', target, `:${port}`);
  const [, local] = await firstMatch(child, /Forwarding from 127\.0\.0\.1:(\d+)/);
  return { child, url: `http://127.0.0.1:${local}` };
}
