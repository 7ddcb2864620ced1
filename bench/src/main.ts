import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Runs one benchmark (`npm run bench -- settle`) or, without a name, all of them in turn. Every
// other file here is a benchmark: it prints its own table.
const folder = fileURLToPath(new URL('.', import.meta.url));
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...rest] = process.argv.slice(2);

if (name !== undefined && !existsSync(`${folder}${name}.ts`)) {
  process.stderr.write(`there is no benchmark ${name}; there are: ${all.join(', ')}\n`);
  process.exit(2);
}
for (const benchmark of name === undefined ? all : [name]) {
  const { status } = spawnSync(process.execPath, [`${folder}${benchmark}.ts`, ...rest], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
