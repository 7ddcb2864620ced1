import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BaseArguments,
  type Engine,
  findCompose,
  projectFolder,
  runCommand,
  runEngine,
  tryCommand,
  tryEngine,
} from '@onsale/images';
import { catalogOf, freePorts } from '@onsale/testing';

/** A running `compose.yaml`, with its own project name and ports. */
export interface ComposeProject {
  name: string;
  /** Address of the shop. */
  address: string;
  /** Address of the console. */
  consoleAddress: string;
  /** The names of a service's containers, sorted. */
  containers(service: string): Promise<string[]>;
  /** Runs the admin command as documented; returns its output and exit code. */
  admin(...args: string[]): Promise<{ code: number | null; output: string }>;
  /** The same for any service, with a text for its stdin. */
  run(
    service: string,
    args: readonly string[],
    input?: string,
  ): ReturnType<ComposeProject['admin']>;
  /** The last lines of every container, for a test that failed. */
  logs(): Promise<string>;
  /** Removes everything: containers, volumes, networks. */
  stop(): Promise<void>;
}

export interface ProjectOptions {
  bases: BaseArguments;
  /** Capacity of the one ticket type, `seat`. */
  capacity: number;
  /** Values for the variables of compose.yaml. */
  environment?: Record<string, string>;
  /** Only these services; by default all. */
  services?: readonly string[];
}

/** Starts `compose.yaml` with images that were built before. */
export async function startProject(
  engine: Engine,
  options: ProjectOptions,
): Promise<ComposeProject> {
  const [command = '', ...first] = await findCompose(engine, () => undefined);
  const name = `onsale-test-${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'onsale-compose-'));
  const catalog = join(folder, 'catalog.yaml');
  await writeFile(catalog, catalogOf(options.capacity));
  const [port = 0, consolePort = 0] = await freePorts(2);
  const consoleAddress = `http://127.0.0.1:${consolePort}`;
  const environment = {
    ...engine.environment,
    ...options.bases,
    CATALOG: catalog,
    ONSALE_PORT: String(port),
    CONSOLE_PORT: String(consolePort),
    CONSOLE_URL: consoleAddress,
    ...options.environment,
  };
  const words = [...first, '-p', name, '-f', 'compose.yaml'];
  const compose = { environment, folder: projectFolder };
  const label = `label=com.docker.compose.project=${name}`;
  const list = async (...filters: string[]) => {
    const shown = ['--format', '{{.Names}}', ...filters.flatMap((each) => ['--filter', each])];
    const names = await runEngine(engine, ['ps', '--all', ...shown]);
    return names.split('\n').filter(Boolean).sort();
  };
  const project: ComposeProject = {
    name,
    address: `http://127.0.0.1:${port}`,
    consoleAddress,
    containers: async (service) => await list(label, `label=com.docker.compose.service=${service}`),
    admin: async (...args) => await project.run('admin', args),
    run: async (service, args, input) =>
      await tryCommand(command, [...words, 'run', '--rm', '--no-deps', '-T', service, ...args], {
        ...compose,
        ...(input === undefined ? {} : { input }),
      }),
    logs: async () => {
      const parts = (await list(label)).map(async (container) => {
        const { output } = await tryEngine(engine, ['logs', '--tail', '15', container]);
        return `--- ${container}\n${output}`;
      });
      return (await Promise.all(parts)).join('\n');
    },
    stop: async () => {
      await tryCommand(command, [...words, 'down', '--volumes', '--timeout', '1'], compose);
      // podman-compose leaves behind what it does not expect, such as containers of a scaled
      // service.
      for (const container of await list(label)) await tryEngine(engine, ['rm', '-f', container]);
      for (const kind of ['volume', 'network']) {
        const all = await runEngine(engine, [kind, 'ls', '--format', '{{.Name}}']);
        const ours = all.split('\n').filter((each) => each.startsWith(`${name}_`));
        for (const each of ours) await tryEngine(engine, [kind, 'rm', each]);
      }
      if (engine.name === 'podman') await tryEngine(engine, ['pod', 'rm', '-f', `pod_${name}`]);
      await rm(folder, { recursive: true });
    },
  };
  try {
    const services = options.services ?? [];
    await runCommand(command, [...words, 'up', '-d', '--no-build', ...services], compose);
  } catch (error) {
    await project.stop();
    throw error;
  }
  return project;
}
