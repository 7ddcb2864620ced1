import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

// Run after the build, which looks for pages that are missing, but not for headings, and not for what a
// page would fetch from elsewhere.
const DIST = fileURLToPath(new URL('dist/', import.meta.url));

const problems = listPages().flatMap((page) => {
  const html = readFileSync(DIST + page, 'utf8');
  return [...brokenLinks(page, html), ...foreignParts(page, html)];
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

function listPages(): string[] {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.html'));
}

function brokenLinks(page: string, html: string): string[] {
  return Array.from(
    html.matchAll(/<(?:a|img) [^>]*?(?:href|src)="([^"]*)"/g),
    (link) => link[1] ?? '',
  )
    .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page} links to ${link}`);
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading = ''] = link.split('#');
  const target =
    path === '' ? page : posix.join(path.startsWith('/') ? '' : posix.dirname(page), path);
  const file = fileOf(target.replace(/^\//, ''));
  if (file === undefined) return false;
  return heading === '' || readFileSync(file, 'utf8').includes(` id="${decodeURI(heading)}"`);
}

function fileOf(target: string): string | undefined {
  return [target, `${target}.html`, posix.join(target, 'index.html')]
    .map((each) => DIST + each)
    .find((file) => existsSync(file) && statSync(file).isFile());
}

/** Scripts, styles, fonts and pictures of other sites. */
function foreignParts(page: string, html: string): string[] {
  const found = html.matchAll(
    /<(?:script|img|link|source|iframe)\b[^>]*?(?:src|href)="((?:https?:)?\/\/[^"]*)"/g,
  );
  return Array.from(found, (part) => `${page} fetches ${part[1]}`);
}
