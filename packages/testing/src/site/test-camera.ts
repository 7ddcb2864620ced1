import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'uqr';

const WIDTH = 640;
const HEIGHT = 480;
const HEAD = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F20:1 Ip A1:1 C420jpeg\n`;
const FRAME = 'FRAME\n';
/** What is around a code. */
const GREY = 110;
const PAPER = 235;
const INK = 20;
/** As on a ticket. */
const QUIET_MODULES = 4;

/** A code as it is held before the camera. */
export interface ShownCode {
  text: string;
  /** Its middle, from 0 to 1 of the picture; default: that of the picture. */
  x?: number;
  y?: number;
  /** Of the height of the picture; default 0.7. */
  size?: number;
  turnedDegrees?: number;
  /** How much of the light is left; default 1, which is all. */
  light?: number;
  /** How far a point is spread out. */
  blurPixels?: number;
}

/** A camera of which a test decides what it sees. */
export interface TestCamera {
  /** For `startBrowser`. */
  file: string;
  /** From now on it sees these codes, and nothing else. */
  show(...codes: (string | ShownCode)[]): Promise<void>;
  /** In pixels. */
  width: number;
  height: number;
  /** From now on it sees this picture of that size: the light of each pixel, row by row. */
  showPicture(light: Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes one, which sees nothing yet. Chromium reads the file, of one frame, again and again: whatever is written
 * there is what the camera sees next.
 */
export async function makeTestCamera(): Promise<TestCamera> {
  const path = join(
    tmpdir(),
    `onsale-camera-${process.pid}-${Math.random().toString(36).slice(2)}.y4m`,
  );
  const file = await open(path, 'w');
  const see = async (luma: Uint8Array) => {
    await file.write(luma, 0, luma.length, HEAD.length + FRAME.length);
  };
  const show = async (codes: readonly ShownCode[]) => {
    const luma = Buffer.alloc(WIDTH * HEIGHT, GREY);
    for (const code of codes) draw(code, luma);
    await see(luma);
  };
  await file.write(HEAD + FRAME);
  // Its colours: none.
  await file.write(
    Buffer.alloc((WIDTH * HEIGHT) / 2, 128),
    0,
    undefined,
    HEAD.length + FRAME.length + WIDTH * HEIGHT,
  );
  await show([]);
  return {
    file: path,
    show: async (...codes) =>
      await show(codes.map((code) => (typeof code === 'string' ? { text: code } : code))),
    width: WIDTH,
    height: HEIGHT,
    showPicture: see,
    remove: async () => {
      await file.close();
      await rm(path, { force: true });
    },
  };
}

function draw(code: ShownCode, luma: Buffer): void {
  const { x = 0.5, y = 0.5, size = 0.7, turnedDegrees = 0, light = 1, blurPixels = 0 } = code;
  const { data, size: modules } = encode(code.text, { ecc: 'M', border: QUIET_MODULES });
  const side = size * HEIGHT;
  const [sin, cos] = [
    Math.sin(turnedDegrees * (Math.PI / 180)),
    Math.cos(turnedDegrees * (Math.PI / 180)),
  ];
  // Undefined beside it.
  const isDarkAt = (px: number, py: number): boolean | undefined => {
    const [dx, dy] = [px + 0.5 - x * WIDTH, py + 0.5 - y * HEIGHT];
    const column = Math.floor(((dx * cos + dy * sin) / side + 0.5) * modules);
    const row = Math.floor(((dy * cos - dx * sin) / side + 0.5) * modules);
    return data[row]?.[column];
  };
  for (let py = 0; py < HEIGHT; py++) {
    for (let px = 0; px < WIDTH; px++) {
      if (isDarkAt(px, py) === undefined) continue;
      luma[py * WIDTH + px] = light * lumaAround(px, py, blurPixels, isDarkAt);
    }
  }
}

// Of all points that are spread out as far as here.
function lumaAround(
  px: number,
  py: number,
  reach: number,
  isDarkAt: (px: number, py: number) => boolean | undefined,
): number {
  let sum = 0;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++)
      sum += isDarkAt(px + dx, py + dy) === true ? INK : PAPER;
  }
  return sum / (2 * reach + 1) ** 2;
}
