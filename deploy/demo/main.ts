import { findEngine, imageName, listImages, loadCommands } from '@onsale/images';
import { Cluster, ClusterError } from '../cluster-test/cluster.ts';
import { openDoor } from '../cluster-test/door.ts';
import { loadImages } from '../cluster-test/images.ts';
import { apply, untilAvailable } from '../cluster-test/rollouts.ts';
import { type Arguments, HELP, readArguments, UsageError } from './arguments.ts';
import { isListed, localCluster, type LocalCluster, type Tool, TOOLS } from './local-clusters.ts';
import { ask, CommandError, show } from './run-command.ts';
import { whatToTry } from './what-to-try.ts';

const NAMESPACE = 'webapp-mq';
const OVERLAY = 'deploy/overlays/local';
const METRICS = '/apis/metrics.k8s.io/v1beta1';
const ENDS = [UsageError, ClusterError, CommandError];

const began = performance.now();

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const isOurs = ENDS.some((kind) => error instanceof kind);
  process.stderr.write(`${isOurs ? (error as Error).message : String((error as Error).stack)}\n`);
  return 1;
});
// Programs in the background end with this one.
process.exit();

async function main(args: readonly string[]): Promise<number> {
  const given = readArguments(args);
  if (given.help) process.stdout.write(HELP);
  else if (given.context !== undefined) await onGivenCluster(given, given.context);
  else await onLocalCluster(given);
  return 0;
}

async function onLocalCluster(given: Arguments): Promise<void> {
  const tool = given.tool ?? (await findTool());
  const engine = await findEngine(say);
  const local = localCluster(tool, engine.name);
  if (given.deletes) return await show(local.remove);
  if (isListed((await ask(local.list)) ?? '')) say(`the cluster ${local.context} is there already`);
  else await show(local.create, local.configuration);
  if (given.builds) await buildImages();
  const { save, load } = loadCommands(
    engine,
    listImages().map(({ name }) => imageName(name)),
  );
  const variables = Object.entries(engine.environment).map(([name, value]) => `${name}=${value}`);
  if (save !== undefined) await show(['env', ...variables, 'sh', '-c', save]);
  await show(['sh', '-c', `${load[tool]} ${local.loadInto}`]);
  const cluster = await openCluster(local.context);
  await installMetrics(cluster, local);
  const remove = `npm run k8s:demo -- --with ${tool} --delete`;
  await install(cluster, given, { select: ` --context ${local.context}`, remove });
}

/** The cluster that kubectl has already; only the images are brought there, if a command says how. */
async function onGivenCluster(given: Arguments, context: string): Promise<void> {
  const cluster = await openCluster(context === 'current' ? undefined : context);
  const select = context === 'current' ? '' : ` --context ${context}`;
  if (given.deletes) {
    say(await cluster.kubectl('delete', '-k', OVERLAY, '--ignore-not-found', '--timeout=5m'));
    return;
  }
  if (given.loadImages !== undefined) {
    if (given.builds) await buildImages();
    await loadImages(cluster, { overlay: OVERLAY, command: given.loadImages }, say);
  }
  if (!(await hasMetrics(cluster))) {
    say('the cluster has no metrics, so nothing will scale: install metrics-server');
  }
  await install(cluster, given, {
    select,
    remove: `npm run k8s:demo -- --context ${context} --delete`,
  });
}

/** The first tool on PATH. Rejects with what to install. */
async function findTool(): Promise<Tool> {
  for (const tool of TOOLS) {
    if ((await ask([tool, 'version'])) !== undefined) return tool;
  }
  throw new UsageError(
    'there is no kind, k3d or minikube here. Install one of them, such as kind (https://kind.sigs.k8s.io), ' +
      'or use the cluster that kubectl has: --context current',
  );
}

async function openCluster(context: string | undefined): Promise<Cluster> {
  return await Cluster.open(NAMESPACE, new AbortController().signal, context);
}

async function buildImages(): Promise<void> {
  await show([process.execPath, 'deploy/images/src/main.ts', 'build']);
}

async function hasMetrics(cluster: Cluster): Promise<boolean> {
  return await cluster.read(METRICS).then(
    () => true,
    () => false,
  );
}

async function installMetrics(cluster: Cluster, local: LocalCluster): Promise<void> {
  if (await hasMetrics(cluster)) return;
  for (const command of local.installMetrics) await show(command);
}

async function install(
  cluster: Cluster,
  given: Arguments,
  texts: { select: string; remove: string },
): Promise<void> {
  say(`kubectl apply -k ${OVERLAY}`);
  // A Job can't be changed, and that of another version has another image.
  await cluster.kubectl('delete', 'job', 'install', '--ignore-not-found');
  await apply(cluster, OVERLAY);
  await untilAvailable(cluster, say);
  const door = await openDoor(cluster, 'node-port').catch(() => undefined);
  const shop = await door?.url();
  process.stdout.write(whatToTry(shop, texts));
  if (given.opens && shop !== undefined && process.stdout.isTTY) await openBrowser(shop);
}

/** On a machine without a browser, the address was printed. */
async function openBrowser(url: string): Promise<void> {
  await ask([process.platform === 'darwin' ? 'open' : 'xdg-open', url]);
}

function say(line: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${String(seconds).padStart(4)} s  ${line.trimEnd()}\n`);
}
