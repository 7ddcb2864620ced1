// Adds packages for other platforms to package-lock.json, which npm leaves out if it could not read
// their metadata; without them, `npm ci` considers the lock file out of sync. Run with `npm run
// lock` after a dependency has changed.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const platform = platformOf(name);
    if (path in lock.packages || platform === undefined) continue;
    lock.packages[path] = { version, ...platform, dev: entry.dev ?? false, optional: true };
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.error(`onsale: ${added} packages for other platforms added to package-lock.json`);

// The operating system, processor and C library in names such as binding-linux-x64-musl.
function platformOf(name) {
  const match =
    /(android|darwin|freebsd|openharmony|linux|win32|netbsd|openbsd|sunos|aix)-(\w+)(?:-(\w+))?$/.exec(
      name,
    );
  if (match === null) return undefined;
  const [, os, cpu, library = ''] = match;
  const libc = library.startsWith('musl')
    ? 'musl'
    : library.startsWith('gnu')
      ? 'glibc'
      : undefined;
  return { cpu: [cpu], os: [os], ...(libc === undefined ? {} : { libc: [libc] }) };
}
