import { drawGuilloche, HEIGHT, WIDTHS } from '@onsale/ui/guilloche';
import { inksOf } from './inks.ts';
import type { Paper } from './text/text.ts';

/** In the picture's own units: finer than on a screen, as a press can. */
const LINE_WIDTHS = { first: 3.2, second: 2.8 };
const NAME = 'Guilloche';

/** Where it is drawn; it fills the place and is cut at its edges. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Makes the guilloche of an event, and answers what draws it: its thousands of lines are in the document
 * once, on however many pages they are.
 */
export function makeGuilloche(paper: Paper, eventId: string): (area: Area) => void {
  const { first, second } = drawGuilloche(eventId, 'plate');
  const inks = inksOf(eventId);
  const stamp = paper.ref({
    ...{ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, WIDTHS.plate, HEIGHT] },
    Resources: { ProcSet: ['PDF'] },
  });
  // Round joins, as lines that turn so often would have thorns.
  stamp.end(
    `1 j\n${rgbOf(inks.second)} RG ${LINE_WIDTHS.second} w\n${operatorsOf(second)}S\n` +
      `${rgbOf(inks.first)} RG ${LINE_WIDTHS.first} w\n${operatorsOf(first)}S`,
  );
  return ({ x, y, width, height }) => {
    const scale = Math.max(width / WIDTHS.plate, height / HEIGHT);
    const left = x - (WIDTHS.plate * scale - width) / 2;
    const top = y - (HEIGHT * scale - height) / 2;
    paper.save().rect(x, y, width, height).clip();
    paper.rect(x, y, width, height).fill(inks.tint);
    paper.transform(scale, 0, 0, scale, left, top);
    paper.page.xobjects[NAME] = stamp;
    paper.addContent(`/${NAME} Do`);
    paper.restore();
  };
}

// A path of the drawing has nothing but beginnings, M, and steps from there, l: all in pairs of numbers.
function operatorsOf(path: string): string {
  let operators = '';
  for (const line of path.split('M').slice(1)) {
    const steps = line.replace('l', ' ').split(' ').map(Number);
    let [x, y] = [0, 0];
    for (let i = 0; i + 1 < steps.length; i += 2) {
      x += steps[i] ?? 0;
      y += steps[i + 1] ?? 0;
      operators += `${x} ${y} ${i === 0 ? 'm' : 'l'}\n`;
    }
  }
  return operators;
}

function rgbOf(hex: string): string {
  const bytes = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return bytes.map((byte) => (byte / 255).toFixed(3)).join(' ');
}
