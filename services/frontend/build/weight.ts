import { glob, readFile, stat } from 'node:fs/promises';

/**
 * What a visit may load, in bytes of compressed JavaScript (gzip, which is larger than Brotli): for the
 * first page, which is the list of events, and what any other page may add to that. Both with their texts.
 */
const SHOP_BUDGET = { firstPage: 45_000, otherPage: 18_000 } as const;

/**
 * What a device at the entrance may load, once for each version: in JavaScript, and in all, with fonts and what reads
 * codes. Whoever is sent there has a phone and maybe poor reception.
 */
const CHECKIN_BUDGET = { scripts: 80_000, all: 750_000 } as const;

/**
 * What somebody who waits may load in all: page, script, styles and texts, with Brotli, which the door sends to every
 * browser of today. A crowd loads it in the minute before the sale.
 */
const LINE_BUDGET = 10_000;

/** The chunks that every page loads, by the names in the shop's vite.config.ts. */
const FIRST = new Set(['main', 'shop']);
/** Texts, of which a page loads one language. */
const TEXTS = /paraglide\/messages\/\w+\.(\w+)\.js$/;
/** Which more texts a page has; src/app/routes.tsx loads them with it. */
const TEXTS_OF_PAGES: Record<string, string[]> = {
  'src/event/EventPage.tsx': ['event'],
  'src/checkout/CheckoutPage.tsx': ['checkout'],
  'src/order/OrderPage.tsx': ['order'],
  'src/tickets/TicketsPanel.tsx': ['tickets'],
  'src/code/CodePanel.tsx': ['code'],
  'src/room/LinePanel.tsx': ['room'],
  'src/my-orders/MyOrdersPage.tsx': ['links'],
  'src/my-orders/OptOutPage.tsx': ['links'],
};

interface Chunk {
  file: string;
  name?: string;
  isDynamicEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}
type Manifest = Record<string, Chunk>;

/** Adds up what the applications load, by the manifests of their builds. */
export async function checkWeight(dist: string): Promise<{ lines: string[]; problems: string[] }> {
  const shop = await readManifest(dist);
  const entry = new Set<string>();
  for (const [key, { name = '' }] of Object.entries(shop)) {
    if (FIRST.has(name)) reach(shop, key, entry);
  }
  const first = await compressedBytes(dist, shop, entry);
  first.js += await heaviestTexts(dist, shop, 'shop');
  const lines = [`the shop: ${describe(first)}`];
  const problems: string[] = [];
  for (const [name, chunk] of Object.entries(shop)) {
    if (chunk.isDynamicEntry !== true || entry.has(name) || TEXTS.test(name)) continue;
    const before = loadedBefore(shop, name, entry);
    const added = [...reach(shop, name, new Set(before))].filter((each) => !before.has(each));
    const more = await compressedBytes(dist, shop, added);
    for (const part of TEXTS_OF_PAGES[name] ?? []) more.js += await heaviestTexts(dist, shop, part);
    lines.push(`  ${name} adds ${describe(more)}`);
    if (more.js > SHOP_BUDGET.otherPage) {
      problems.push(tooHeavy(name, more.js, SHOP_BUDGET.otherPage));
    }
  }
  if (first.js > SHOP_BUDGET.firstPage) {
    problems.push(tooHeavy('the shop', first.js, SHOP_BUDGET.firstPage));
  }
  const folder = `${dist}lab/`;
  const lab = await readManifest(folder);
  const all = await compressedBytes(folder, lab, reach(lab, 'index.html', new Set()));
  lines.push(`the laboratory: ${describe(all)}`);
  const line = await weighLine(`${dist}line/`);
  lines.push(`the page of those who wait: ${kilobytes(line)} in all, compressed`);
  if (line > LINE_BUDGET) {
    problems.push(
      `the page of those who wait may load ${kilobytes(LINE_BUDGET)}, not ${kilobytes(line)}`,
    );
  }
  const checkin = await weighCheckin(`${dist}console/checkin/`);
  const { scripts, all: whole } = checkin;
  lines.push(
    `check-in: ${kilobytes(scripts)} of JavaScript, ${kilobytes(whole)} in all, compressed`,
  );
  if (scripts > CHECKIN_BUDGET.scripts) {
    problems.push(tooHeavy('check-in', scripts, CHECKIN_BUDGET.scripts));
  }
  if (whole > CHECKIN_BUDGET.all) {
    problems.push(
      `check-in may load ${kilobytes(CHECKIN_BUDGET.all)} in all, not ${kilobytes(whole)}`,
    );
  }
  return { lines, problems };
}

// The page with what it loads by itself, in the language that has the longest texts.
async function weighLine(folder: string): Promise<number> {
  const manifest = await readManifest(folder);
  const texts = Object.keys(manifest).filter((name) => /paraglide\/messages\/\w+\.js$/.test(name));
  const weights = texts.map(async (language) => {
    const loaded = reach(manifest, language, reach(manifest, 'index.html', new Set()));
    const chunks = [...loaded].flatMap((name) => manifest[name] ?? []);
    const files = chunks.flatMap(({ file, css = [] }) => [file, ...css]);
    return await sizeOf(['index.html', '../favicon.svg', ...files]);
  });
  return Math.max(...(await Promise.all(weights)));

  async function sizeOf(files: readonly string[]): Promise<number> {
    let bytes = 0;
    for (const file of new Set(files)) bytes += (await stat(`${folder}${file}.br`)).size;
    return bytes;
  }
}

// All of it: a device keeps every file.
async function weighCheckin(folder: string): Promise<{ scripts: number; all: number }> {
  const files = await Array.fromAsync(glob('**/*.{js,html,css,wasm,woff2,png}', { cwd: folder }));
  let scripts = 0;
  let all = 0;
  for (const file of files) {
    const isCompressed = !/\.(woff2|png)$/.test(file);
    const { size } = await stat(`${folder}${file}${isCompressed ? '.gz' : ''}`);
    all += size;
    if (file.endsWith('.js')) scripts += size;
  }
  return { scripts, all };
}

// What every page loads, and, of a part of a page, what that page has loaded.
function loadedBefore(manifest: Manifest, name: string, entry: ReadonlySet<string>): Set<string> {
  const [page] =
    Object.entries(manifest).find(([, { dynamicImports = [] }]) => dynamicImports.includes(name)) ??
    [];
  return page === undefined ? new Set(entry) : reach(manifest, page, new Set(entry));
}

// In the language that has the longest.
async function heaviestTexts(dist: string, manifest: Manifest, part: string): Promise<number> {
  const names = Object.keys(manifest).filter((name) => TEXTS.exec(name)?.[1] === part);
  const weights = await Promise.all(names.map((name) => compressedBytes(dist, manifest, [name])));
  return Math.max(...weights.map(({ js }) => js));
}

async function readManifest(dist: string): Promise<Manifest> {
  return JSON.parse(await readFile(`${dist}.vite/manifest.json`, 'utf8')) as Manifest;
}

// What is loaded with this chunk, without what is loaded later.
function reach(manifest: Manifest, name: string, found: Set<string>): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined || found.has(name)) return found;
  found.add(name);
  for (const next of chunk.imports ?? []) reach(manifest, next, found);
  return found;
}

async function compressedBytes(dist: string, manifest: Manifest, names: Iterable<string>) {
  const chunks = [...names].flatMap((name) => manifest[name] ?? []);
  const scripts = new Set(chunks.map((chunk) => chunk.file));
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  return { js: await sum(dist, scripts), css: await sum(dist, styles) };
}

async function sum(dist: string, files: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(`${dist}${file}.gz`)).size;
  return bytes;
}

function describe({ js, css }: { js: number; css: number }): string {
  return `${kilobytes(js)} of JavaScript and ${kilobytes(css)} of CSS, compressed`;
}

function tooHeavy(what: string, bytes: number, budget: number): string {
  return `${what} may load ${kilobytes(budget)} of JavaScript, not ${kilobytes(bytes)}`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
