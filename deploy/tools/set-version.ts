import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { project } from './find-tools.ts';

/** Files that name the version, but package-lock.json and what is rendered. */
const NAMING =
  /^((.*\/)?package\.json|(.*\/)?Dockerfile|compose\.yaml|deploy\/(base|overlays)\/.*\.yaml|deploy\/chart\/Chart\.yaml|docs\/containers\.md|\.github\/ISSUE_TEMPLATE\/bug\.yml)$/;

interface Lock {
  version: string;
  packages: Record<string, { version?: string; link?: boolean }>;
}

/** Gives the project another version, in all files that name it; returns those that have changed. */
export function setVersion(version: string): string[] {
  const present = (JSON.parse(read('package.json')) as { version: string }).version;
  const tracked = execFileSync('git', ['ls-files'], { cwd: project, encoding: 'utf8' }).split('\n');
  const changed: string[] = [];
  for (const file of tracked.filter((name) => NAMING.test(name))) {
    const text = read(file);
    // Our own version there, not that of a library.
    const mark = file.endsWith('package.json') ? '"version": "' : '(?<![\\w.])';
    const pattern = new RegExp(`(?<=${mark})${RegExp.escape(present)}(?![\\w-]|\\.\\d)`, 'g');
    const next = text.replaceAll(pattern, version);
    if (next !== text) changed.push(file);
    writeFileSync(project + file, next);
  }
  writeFileSync(`${project}package-lock.json`, lockOf(read('package-lock.json'), version));
  return [...changed, 'package-lock.json'];
}

// Libraries may have the same version by chance; ours are those outside of node_modules.
function lockOf(text: string, version: string): string {
  const lock = JSON.parse(text) as Lock;
  lock.version = version;
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules') && entry.version !== undefined) entry.version = version;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function read(file: string): string {
  return readFileSync(project + file, 'utf8');
}

// node deploy/tools/set-version.ts VERSION
if (import.meta.main) {
  const version = process.argv[2] ?? '';
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    process.stderr.write('Usage: node deploy/tools/set-version.ts VERSION, such as 1.2.3\n');
    process.exit(2);
  }
  process.stdout.write(`${setVersion(version).join('\n')}\n`);
  process.stdout.write('Now: npm run k8s:render\n');
}
