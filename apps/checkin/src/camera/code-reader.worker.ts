import {
  BarcodeDetector,
  type DetectedBarcode,
  prepareZXingModule,
} from 'barcode-detector/ponyfill';
// Where vite.config.ts says: the one that belongs to it. By itself it would fetch it from another origin.
import wasmUrl from 'zxing-reader.wasm?url';

/** What the worker answers to a frame. */
export interface FrameAnswer {
  /** Of the code nearest the middle. */
  text?: string | undefined;
  failed?: string;
}

/** Of the longer side. Some cameras give larger pictures than they are asked for, which take longer to read. */
const MOST_PIXELS = 1280;

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
const detector = new BarcodeDetector({ formats: ['qr_code'] });
// Made once: a new one for each frame would keep the garbage collector busy.
let canvas: OffscreenCanvas | undefined;

addEventListener('message', ({ data }: MessageEvent<ImageBitmap>) => {
  void read(data).then(
    (text) => answer({ text }),
    (error: unknown) => answer({ failed: String(error) }),
  );
});

async function read(frame: ImageBitmap): Promise<string | undefined> {
  const scale = Math.min(1, MOST_PIXELS / Math.max(frame.width, frame.height));
  const width = Math.round(frame.width * scale);
  const height = Math.round(frame.height * scale);
  if (canvas?.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
  }
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is no canvas to draw on');
  context.drawImage(frame, 0, 0, width, height);
  frame.close();
  const found = await detector.detect(context.getImageData(0, 0, width, height));
  return nearestTo(width / 2, height / 2, found)?.rawValue;
}

function nearestTo(x: number, y: number, found: DetectedBarcode[]): DetectedBarcode | undefined {
  const distance = ({ boundingBox: box }: DetectedBarcode) =>
    Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  return found.toSorted((a, b) => distance(a) - distance(b))[0];
}

function answer(message: FrameAnswer): void {
  postMessage(message);
}
