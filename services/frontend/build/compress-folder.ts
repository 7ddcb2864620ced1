import { glob, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Text and programs; pictures and fonts are compressed in themselves. */
const COMPRESSIBLE = '**/*.{html,js,css,svg,json,txt,webmanifest,wasm}';

/**
 * Puts a .gz and a .br file beside each file that gets smaller by it, as small as they come: it is
 * done once, and nginx sends them as they are. index.html is last, as the mark of a whole build.
 */
export async function compressFolder(folder: string): Promise<void> {
  const files = (await Array.fromAsync(glob(COMPRESSIBLE, { cwd: folder }))).filter(
    (file) => !file.startsWith('.vite'),
  );
  for (const file of files.toSorted(
    (a, b) => Number(a === 'index.html') - Number(b === 'index.html'),
  )) {
    await compressFile(`${folder}/${file}`);
  }
}

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file);
  const brotli = await promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  await writeFile(`${file}.br`, brotli);
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}
