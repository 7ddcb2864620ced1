import { BlockList } from 'node:net';
import type { KubernetesObject } from './objects.ts';

/** A selector of labels; an empty one selects everything. */
interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface Rule {
  ports?: { port?: number | string; protocol?: string }[];
  from?: Peer[];
  to?: Peer[];
}

export interface NetworkPolicy extends KubernetesObject {
  spec: {
    podSelector: Selector;
    policyTypes?: ('Ingress' | 'Egress')[];
    ingress?: Rule[];
    egress?: Rule[];
  };
}

/** One end of a connection. Without labels it is no pod, such as a node: only blocks of addresses name it. */
export interface End {
  namespace: string;
  address?: string;
  labels?: Record<string, string>;
}

/**
 * Whether policies allow a TCP connection from one end to a port of the other: both sides have to,
 * each if any policy of its namespace selects it. `policies` are those of the namespace `of`; all
 * others have none.
 */
export function mayConnect(
  policies: readonly NetworkPolicy[],
  of: string,
  { from, to, port }: { from: End; to: End; port: number },
): boolean {
  const allows = (direction: 'Ingress' | 'Egress', self: End, other: End) => {
    if (self.namespace !== of || self.labels === undefined) return true;
    const labels = self.labels;
    const own = policies.filter(
      ({ spec }) =>
        (spec.policyTypes ?? ['Ingress']).includes(direction) && selects(spec.podSelector, labels),
    );
    if (own.length === 0) return true;
    const rules = own.flatMap(({ spec }) =>
      direction === 'Ingress'
        ? (spec.ingress ?? []).map(({ ports, from: peers }) => ({ ports, peers }))
        : (spec.egress ?? []).map(({ ports, to: peers }) => ({ ports, peers })),
    );
    return rules.some(
      ({ ports, peers }) => hasPort(ports, port) && hasPeer(peers, { self, other }),
    );
  };
  return allows('Egress', from, to) && allows('Ingress', to, from);
}

function hasPort(ports: Rule['ports'], port: number): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(
    ({ port: allowed, protocol = 'TCP' }) =>
      protocol === 'TCP' && (allowed === undefined || allowed === port),
  );
}

function hasPeer(
  peers: readonly Peer[] | undefined,
  { self, other }: { self: End; other: End },
): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return isIn(ipBlock, other.address);
    if (other.labels === undefined) return false;
    const namespaceLabels = { 'kubernetes.io/metadata.name': other.namespace };
    const isNamespace =
      namespaceSelector === undefined
        ? other.namespace === self.namespace
        : selects(namespaceSelector, namespaceLabels);
    return isNamespace && selects(podSelector ?? {}, other.labels);
  });
}

// Of IPv4 alone: so are the addresses that the test connects to.
function isIn({ cidr, except = [] }: { cidr: string; except?: string[] }, address = ''): boolean {
  return isInOne([cidr], address) && !isInOne(except, address);
}

function isInOne(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks.filter((each) => !each.includes(':'))) {
    const [base = '', bits] = network.split('/');
    list.addSubnet(base, Number(bits));
  }
  return address !== '' && list.check(address);
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      return (operator === 'Exists') === (value !== undefined);
    })
  );
}
