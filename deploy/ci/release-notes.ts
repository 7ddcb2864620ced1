import { readFileSync } from 'node:fs';
import { project } from '../tools/find-tools.ts';

/**
 * What the changelog says about a version. Throws if the version is not that of package.json, or if
 * the changelog does not have it, or still calls it unreleased.
 */
export function releaseNotes(version: string, changelog = read('CHANGELOG.md')): string {
  const packaged = (JSON.parse(read('package.json')) as { version: string }).version;
  if (version !== packaged) throw new Error(`package.json says ${packaged}, not ${version}`);
  const section = changelog
    .split(/^## /m)
    .slice(1)
    .find((text) => text.split(/\s/, 1)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}`);
  const [heading = '', ...lines] = section.split('\n');
  if (heading.includes('unreleased')) throw new Error(`CHANGELOG.md calls ${version} unreleased`);
  return `${lines.join('\n').trim()}\n`;
}

function read(file: string): string {
  return readFileSync(project + file, 'utf8');
}

// node deploy/ci/release-notes.ts VERSION
if (import.meta.main) {
  try {
    process.stdout.write(releaseNotes(process.argv[2] ?? ''));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
