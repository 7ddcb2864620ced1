import { stringify } from 'yaml';

/** The tools that run a cluster on this machine, in the order in which they are looked for. */
export const TOOLS = ['kind', 'k3d', 'minikube'] as const;
export type Tool = (typeof TOOLS)[number];

/** A program with its arguments. */
export type Command = readonly [string, ...string[]];

/** How to make a cluster named `onsale`, and how to get rid of it. */
export interface LocalCluster {
  /** The context that kubectl then has. */
  context: string;
  /** Prints the names of all clusters, each at the start of a line. */
  list: Command;
  create: Command;
  /** What `create` reads. */
  configuration?: string;
  /** Continues the command that loads images. */
  loadInto: string;
  /** Installs metrics-server where the cluster does not come with it. */
  installMetrics: readonly Command[];
  remove: Command;
}

const NAME = 'onsale';
/** The shop, the console and the API, on the same ports of this machine. */
const PORTS = [30_080, 30_081, 30_050];
const METRICS_SERVER =
  'https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml';

/** The commands of a tool; `engine` is what runs its nodes. */
export function localCluster(tool: Tool, engine: 'docker' | 'podman'): LocalCluster {
  return { kind, k3d, minikube }[tool](engine);
}

function kind(engine: 'docker' | 'podman'): LocalCluster {
  const program: Command =
    engine === 'podman' ? ['env', 'KIND_EXPERIMENTAL_PROVIDER=podman', 'kind'] : ['kind'];
  const context = `kind-${NAME}`;
  const ports = PORTS.map((port) => ({
    containerPort: port,
    hostPort: port,
    listenAddress: '127.0.0.1',
  }));
  // The nodes of kind have certificates of their own, which metrics-server would not trust.
  const trust = [
    { op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--kubelet-insecure-tls' },
  ];
  const kubectl: Command = ['kubectl', '--context', context];
  return {
    context,
    list: [...program, 'get', 'clusters'],
    create: [...program, 'create', 'cluster', '--name', NAME, '--wait', '3m', '--config', '-'],
    configuration: stringify({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      nodes: [{ role: 'control-plane', extraPortMappings: ports }],
    }),
    loadInto: `--name ${NAME}`,
    installMetrics: [
      [...kubectl, 'apply', '-f', METRICS_SERVER],
      [
        ...[...kubectl, 'patch', 'deployment', 'metrics-server', '-n', 'kube-system'],
        ...['--type=json', '-p', JSON.stringify(trust)],
      ] as unknown as Command,
    ],
    remove: [...program, 'delete', 'cluster', '--name', NAME],
  };
}

function k3d(): LocalCluster {
  const ports = PORTS.flatMap((port) => ['--port', `127.0.0.1:${port}:${port}@server:0`]);
  return {
    context: `k3d-${NAME}`,
    list: ['k3d', 'cluster', 'list', '--no-headers'],
    // Its ingress controller is not used, and takes what little a laptop has.
    create: [
      'k3d',
      'cluster',
      'create',
      NAME,
      '--wait',
      ...ports,
      '--k3s-arg',
      '--disable=traefik@server:0',
    ],
    loadInto: `--cluster ${NAME}`,
    installMetrics: [],
    remove: ['k3d', 'cluster', 'delete', NAME],
  };
}

function minikube(engine: 'docker' | 'podman'): LocalCluster {
  const ports = PORTS.flatMap((port) => ['--ports', `127.0.0.1:${port}:${port}`]);
  return {
    context: NAME,
    list: ['minikube', 'profile', 'list', '--light', '--output', 'json'],
    create: ['minikube', 'start', '--profile', NAME, '--driver', engine, ...ports],
    loadInto: `--profile ${NAME}`,
    installMetrics: [['minikube', 'addons', 'enable', 'metrics-server', '--profile', NAME]],
    remove: ['minikube', 'delete', '--profile', NAME],
  };
}

/** Whether the cluster is in what `list` prints. */
export function isListed(printed: string): boolean {
  return new RegExp(`^\\s*${NAME}(?![\\w-])|"Name":\\s*"${NAME}"`, 'm').test(printed);
}
