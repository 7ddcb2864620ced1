import { parseArgs } from 'node:util';

export const HELP = `Tests Onsale on the Kubernetes cluster that kubectl has now (KUBECONFIG): installs it into a namespace of
its own, sells, scales, attacks, backs up and restores it, and counts every order. About half an hour.

npm run k8s:e2e -- [options]
  --namespace NAME       where to install; must not exist yet; default: webapp-mq, as in k8s/
  --load-images COMMAND  runs COMMAND with the names of the images, for a cluster that can't pull them;
                         for example 'kind load docker-image --name onsale'
  --image NAME=OTHER     uses another image than the manifests do; may be given several times; for example
                         docker.io/library/redis=registry.example/redis:7.2
  --only STEP,...        takes only these steps; without install, on what is installed
  --skip STEP,...        leaves out these
  --whole-nodes          drains nodes of all pods, not only of Onsale's
  --door WAY             how buyers come in: node-port, port-forward, or auto (default), which tries both
  --keep                 does not tear down what it installed
  --report FILE          writes FILE and FILE.json; default: .data/cluster-test/report.md
  --list                 names the steps
  --help

Exit code: 0 every step passed, 1 one failed, 2 the command line is wrong or the cluster can't be used.
`;

export interface Arguments {
  namespace: string;
  loadImages: string | undefined;
  images: Replacement[];
  /** Names of the steps to take, in their order. */
  steps: string[];
  wholeNodes: boolean;
  door: Way;
  keep: boolean;
  report: string;
  list: boolean;
  help: boolean;
}

/** An image in place of that of the manifests. */
export interface Replacement {
  /** Without a tag. */
  name: string;
  newName: string;
  newTag: string;
}

/** How requests from outside reach the shop. */
export type Way = 'auto' | 'node-port' | 'port-forward';
const WAYS: readonly Way[] = ['auto', 'node-port', 'port-forward'];

/** What was wrong with the command line, for people. */
export class UsageError extends Error {}

/** Reads the command line; `known` has all steps in order. Throws `UsageError`. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  const { values } = parse(args);
  const only = values.only?.split(',') ?? [...known];
  const skip = values.skip?.split(',') ?? [];
  const unknown = [...only, ...skip].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`there is no step ${unknown.join(', ')}; they are ${known.join(', ')}`);
  }
  const namespace = values.namespace ?? 'webapp-mq';
  if (!/^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/.test(namespace)) {
    throw new UsageError(`--namespace ${namespace} is not the name of a namespace`);
  }
  const door = WAYS.find((way) => way === (values.door ?? 'auto'));
  if (door === undefined) throw new UsageError(`--door must be one of ${WAYS.join(', ')}`);
  const steps = known.filter((name) => only.includes(name) && !skip.includes(name));
  return {
    namespace,
    loadImages: values['load-images'],
    images: (values.image ?? []).map(replacement),
    steps: values.keep === true ? steps.filter((name) => name !== 'teardown') : steps,
    wholeNodes: values['whole-nodes'] === true,
    door,
    keep: values.keep === true,
    report: values.report ?? '.data/cluster-test/report.md',
    list: values.list === true,
    help: values.help === true,
  };
}

function replacement(text: string): Replacement {
  const [, name, newName, newTag] = /^([^=]+)=(.+):([\w.-]+)$/.exec(text) ?? [];
  if (name === undefined || newName === undefined || newTag === undefined) {
    throw new UsageError(`--image ${text} is not NAME=OTHER:TAG`);
  }
  return { name, newName, newTag };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        namespace: text,
        'load-images': text,
        image: { type: 'string', multiple: true },
        only: text,
        skip: text,
        'whole-nodes': flag,
        door: text,
        keep: flag,
        report: text,
        list: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
