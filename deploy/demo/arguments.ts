import { parseArgs } from 'node:util';
import { TOOLS, type Tool } from './local-clusters.ts';

export const HELP = `Shows Onsale on Kubernetes: makes a cluster on this machine, builds the images, loads and installs them,
and opens the shop. Takes a quarter of an hour the first time, mostly to build the images.

npm run k8s:demo -- [options]
  --with TOOL            kind, k3d or minikube; default: the first of them that is here
  --context current      uses the cluster that kubectl has now instead, or that of another context
  --load-images COMMAND  with --context: runs COMMAND with the names of the images, to load them there
  --no-build             uses the images that were built before
  --no-open              does not open a browser
  --delete               deletes the cluster; with --context, only what was installed, with all its data
  --help
`;

/** What was wrong with the command line, for people. */
export class UsageError extends Error {}

export interface Arguments {
  tool: Tool | undefined;
  /** A context of kubectl; `current` is the present one. */
  context: string | undefined;
  loadImages: string | undefined;
  builds: boolean;
  opens: boolean;
  deletes: boolean;
  help: boolean;
}

/** Reads the command line. Throws `UsageError`. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parse(args);
  const tool = TOOLS.find((each) => each === values.with);
  if (values.with !== undefined && tool === undefined) {
    throw new UsageError(`--with must be one of ${TOOLS.join(', ')}, not ${values.with}`);
  }
  if (tool !== undefined && values.context !== undefined) {
    throw new UsageError('--with makes a cluster, --context takes one: give one of them');
  }
  if (values['load-images'] !== undefined && values.context === undefined) {
    throw new UsageError(
      '--load-images is for --context: a cluster made here gets the images anyway',
    );
  }
  return {
    tool,
    context: values.context,
    loadImages: values['load-images'],
    builds: values['no-build'] !== true,
    opens: values['no-open'] !== true,
    deletes: values.delete === true,
    help: values.help === true,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        with: text,
        context: text,
        'load-images': text,
        'no-build': flag,
        'no-open': flag,
        delete: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
