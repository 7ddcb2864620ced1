import { readFile } from 'node:fs/promises';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '@onsale/testing/site';

const ADDRESS = 'http://pdf.test';
const FILES: Record<string, string> = {
  '/pdf.mjs': 'pdfjs-dist/build/pdf.min.mjs',
  '/worker.mjs': 'pdfjs-dist/build/pdf.worker.min.mjs',
};
const PAGE = `<!doctype html><meta charset="utf-8"><body style="margin:0"><canvas></canvas>
<script type="module">
  import * as pdf from './pdf.mjs';
  pdf.GlobalWorkerOptions.workerSrc = './worker.mjs';
  const canvas = document.querySelector('canvas');
  globalThis.readPdf = async (base64) => {
    const file = await pdf.getDocument({ data: Uint8Array.fromBase64(base64) }).promise;
    const { info } = await file.getMetadata();
    const read = { pages: [], structure: [], title: info.Title, language: info.Language };
    for (let number = 1; number <= file.numPages; number++) {
      const page = await file.getPage(number);
      const viewport = page.getViewport({ scale: 150 / 72 });
      Object.assign(canvas, { width: viewport.width, height: viewport.height });
      await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
      const { items } = await page.getTextContent();
      const [, png] = canvas.toDataURL('image/png').split(',');
      read.pages.push({ png, text: items.map(({ str }) => str).join(' ') });
      read.structure.push(await page.getStructTree());
    }
    return JSON.stringify(read);
  };
  document.body.dataset.ready = 'true';
</script>`;

/** A page as a reader of PDFs shows and understands it. */
export interface ReadPage {
  /** 150 dpi. */
  png: Buffer;
  /** All that is written on it, in the order of the file. */
  text: string;
}

export interface ReadPdf {
  pages: ReadPage[];
  /** The roles and texts of its structure. */
  structure: string;
  title: string;
  language: string;
}

/** Opens PDFs with pdf.js in a real browser; it is closed after the tests of the file. */
export async function startPdfReader(): Promise<(file: Buffer) => Promise<ReadPdf>> {
  const browser = await startBrowser();
  after(() => browser.close());
  const page = await browser.newPage();
  await page.route(`${ADDRESS}/**`, async (route) => {
    const file = FILES[new URL(route.request().url()).pathname];
    if (file === undefined) return await route.fulfill({ contentType: 'text/html', body: PAGE });
    const path = fileURLToPath(import.meta.resolve(file));
    return await route.fulfill({ contentType: 'text/javascript', body: await readFile(path) });
  });
  await page.goto(`${ADDRESS}/`);
  await page.locator('body[data-ready]').waitFor();
  return async (file) => {
    const text = await page.evaluate<string>(`readPdf(${JSON.stringify(file.toString('base64'))})`);
    const read = JSON.parse(text) as Omit<ReadPdf, 'structure' | 'pages'> & {
      structure: unknown[];
      pages: { png: string; text: string }[];
    };
    return {
      ...read,
      structure: JSON.stringify(read.structure),
      pages: read.pages.map(({ png, ...rest }) => ({ ...rest, png: Buffer.from(png, 'base64') })),
    };
  };
}
