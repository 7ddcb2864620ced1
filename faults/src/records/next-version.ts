import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MIGRATIONS = 'packages/records/src/schema/migrations';
/** What recorder and admin are made of. */
const PARTS = ['packages', 'services', 'admin', 'package.json'];

/** The services of a later version, which needs more of the schema than this one. */
export interface NextVersion {
  root: string;
  remove(): Promise<void>;
}

/**
 * Makes a version after this one: the same, with migrations of its own, `number` of them, each as large as
 * a migration may be beside a version that does not know it.
 */
export async function makeNextVersion(number: number): Promise<NextVersion> {
  const root = await mkdtemp(join(tmpdir(), 'onsale-next-'));
  await run('cp', ['-a', ...PARTS.map((part) => join(ROOT, part)), root]);
  await linkModules(root);
  const names = Array.from({ length: number }, (_, i) => `9${String(i).padStart(3, '0')}-next`);
  for (const [i, name] of names.entries()) {
    await writeFile(join(root, MIGRATIONS, `${name}.ts`), migrationOf(i));
  }
  const list = join(root, MIGRATIONS, 'index.ts');
  const imports = names.map((name, i) => `import * as next${i} from './${name}.ts';\n`).join('');
  const entries = names.map((name, i) => `  '${name}': next${i},\n`).join('');
  const text = await readFile(list, 'utf8');
  const extended = text.replace(/(export const migrations[^{]*\{\n[^}]*)\}/, `$1${entries}}`);
  if (extended === text) throw new Error('the list of migrations has another form than expected');
  await writeFile(list, imports + extended);
  return { root, remove: () => rm(root, { recursive: true }) };
}

async function linkModules(root: string): Promise<void> {
  const modules = join(root, 'node_modules');
  await mkdir(join(modules, '@onsale'), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@onsale') await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const name of await readdir(join(root, 'packages'))) {
    await symlink(join(root, 'packages', name), join(modules, '@onsale', name));
  }
}

function migrationOf(i: number): string {
  return `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`alter table records.orders add column next_${i} text not null default 'none'\`.execute(db);
  await sql\`alter table records.tickets add column next_${i} integer\`.execute(db);
  await sql\`alter table records.shards add column next_${i} bigint not null default 0\`.execute(db);
  await sql\`create table records.next_${i} (id bigint primary key)\`.execute(db);
  await sql\`create index changes_next_${i} on records.changes (at)\`.execute(db);
}
`;
}
