import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// The reader is the one that comes with the package: nothing is fetched.
const wasm = await readFile(
  fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
);
const { buffer, byteOffset, byteLength } = wasm;
prepareZXingModule({
  overrides: { wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) },
});

/** What the QR codes on a picture say, as a scanner of tickets reads them: not those that are light on dark. */
export async function readCodes(png: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(png, { formats: ['QRCode'], tryInvert: false });
  return found.map(({ text }) => text);
}
