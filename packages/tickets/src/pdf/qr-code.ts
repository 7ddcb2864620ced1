import { encode } from 'uqr';
import type { Paper } from './text/text.ts';

/** White around it, in modules: less than this, and scanners lose it. */
const QUIET_MODULES = 4;

/** Draws a QR code as one path, black on white, its margin included. */
export function drawQrCode(
  paper: Paper,
  text: string,
  { x, y, size }: { x: number; y: number; size: number },
): void {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 0 });
  const module = size / (modules + 2 * QUIET_MODULES);
  paper.rect(x, y, size, size).fill('#ffffff');
  for (const [row, cells] of data.entries()) {
    for (let from = 0; from < cells.length; from++) {
      if (cells[from] !== true) continue;
      let to = from + 1;
      while (cells[to] === true) to++;
      const left = x + (from + QUIET_MODULES) * module;
      paper.rect(left, y + (row + QUIET_MODULES) * module, (to - from) * module, module);
      from = to;
    }
  }
  paper.fill('#000000');
}
