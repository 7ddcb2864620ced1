import { readFile, stat } from 'node:fs/promises';

/** Compressed JavaScript (gzip, the larger of the two) that a visit to the shop may load. */
export const SHOP_BUDGET_BYTES = 130_000;

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

/** The parts that load only on their own page; everything else is the shop's. */
const APART = /^src\/lab\//;

/** Adds up what the shop loads, by the manifest of the build. */
export async function checkWeight(
  dist: string,
): Promise<{ bytes: number; lines: string[]; problem: string | undefined }> {
  const text = await readFile(`${dist}/.vite/manifest.json`, 'utf8');
  const manifest = JSON.parse(text) as Record<string, Chunk>;
  const shop = reach(manifest, 'index.html', new Set());
  const lab = reach(manifest, 'src/lab/LabPage.tsx', new Set(shop));
  const sizes = {
    shop: await compressedBytes(dist, manifest, [...shop]),
    lab: await compressedBytes(
      dist,
      manifest,
      [...lab].filter((name) => !shop.has(name)),
    ),
  };
  const { js, css } = sizes.shop;
  return {
    bytes: js,
    lines: [
      `the shop loads ${kilobytes(js)} of JavaScript and ${kilobytes(css)} of CSS, compressed`,
      `the laboratory adds ${kilobytes(sizes.lab.js)} and ${kilobytes(sizes.lab.css)}`,
    ],
    problem:
      js <= SHOP_BUDGET_BYTES
        ? undefined
        : `the shop may load ${kilobytes(SHOP_BUDGET_BYTES)} of JavaScript, not ${kilobytes(js)}`,
  };
}

function reach(manifest: Record<string, Chunk>, name: string, found: Set<string>): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined || found.has(name)) return found;
  found.add(name);
  for (const next of chunk.imports ?? []) reach(manifest, next, found);
  for (const next of chunk.dynamicImports ?? []) {
    if (!APART.test(next)) reach(manifest, next, found);
  }
  return found;
}

async function compressedBytes(dist: string, manifest: Record<string, Chunk>, names: string[]) {
  const chunks = names.flatMap((name) => manifest[name] ?? []);
  const scripts = new Set(chunks.map((chunk) => chunk.file));
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  return { js: await sum(dist, scripts), css: await sum(dist, styles) };
}

async function sum(dist: string, files: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(`${dist}/${file}.gz`)).size;
  return bytes;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
