import { readFile } from 'node:fs/promises';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const file = new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
// It would be fetched from elsewhere otherwise.
prepareZXingModule({ overrides: { wasmBinary: (await readFile(file)).buffer } });

/** What the QR codes in a picture say. */
export async function readCodes(png: Buffer): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
  return found.map(({ text }) => text);
}
