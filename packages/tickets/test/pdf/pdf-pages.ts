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
  globalThis.openPdf = (base64) => pdf.getDocument({ data: Uint8Array.fromBase64(base64) }).promise;
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
    const read = await page.evaluate(readPdf, file.toString('base64'));
    const pages = read.pages.map(({ png, text }) => ({ text, png: Buffer.from(png, 'base64') }));
    return { ...read, pages };
  };
}

/* eslint-disable */
// Runs in the browser.
async function readPdf(base64: string) {
  const open = (globalThis as any).openPdf;
  const canvas = document.querySelector('canvas')!;
  const file = await open(base64);
  const { info } = await file.getMetadata();
  const pages = [];
  const structure = [];
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    const viewport = page.getViewport({ scale: 150 / 72 });
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
    const { items } = await page.getTextContent();
    const png = canvas.toDataURL('image/png').split(',')[1] ?? '';
    pages.push({ png, text: items.map(({ str }: { str: string }) => str).join(' ') });
    structure.push(JSON.stringify(await page.getStructTree()));
  }
  return {
    ...{ pages, structure: structure.join('\n') },
    ...{ title: String(info.Title), language: String(info.Language) },
  };
}
