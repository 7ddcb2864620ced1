import { randomOf } from './random.ts';

/** The picture's own units; the paths use whole numbers, which keeps them short. */
export const HEIGHT = 1600;
/** As a plate beside a text, and as a band above it. */
export const WIDTHS = { plate: 2400, band: 5600 } as const;

/** Fine lines in two inks, as paths of an SVG. */
export interface Guilloche {
  first: string;
  second: string;
}

/**
 * The pattern of banknotes and old tickets, drawn from a text: a ribbon and a rosette, each of many
 * equal waves that are shifted against each other between two edges. The same text is the same
 * picture for ever, and no two events look alike.
 */
export function drawGuilloche(text: string, shape: keyof typeof WIDTHS): Guilloche {
  const width = WIDTHS[shape];
  const stretch = width / WIDTHS.plate;
  const random = randomOf(text);
  const between = (low: number, high: number) => low + random() * (high - low);
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const center = { x: width * between(0.3, 0.7), y: HEIGHT * between(0.36, 0.64) };
  return {
    first:
      ring({
        center,
        radius: 640,
        span: 130,
        petals: whole(9, 15),
        waves: whole(18, 30),
        depth: between(0.04, 0.1),
      }) +
      ring({
        center,
        radius: 300,
        span: 150,
        petals: whole(5, 9),
        waves: whole(7, 12),
        depth: between(0.1, 0.24),
      }),
    second:
      ribbon({
        width,
        stretch,
        middle: between(0.25, 0.75),
        lift: between(140, 260),
        swing: between(1.2, 2.4),
        span: between(170, 300),
        waves: between(4, 7),
        shift: between(0, 7),
      }) +
      ribbon({
        width,
        stretch,
        middle: between(0.25, 0.75),
        lift: between(160, 320),
        swing: between(0.8, 1.6),
        span: between(120, 220),
        waves: between(6, 10),
        shift: between(0, 7),
      }),
  };
}

const TURN = 2 * Math.PI;
const RING_LINES = 9;
const RIBBON_LINES = 12;

interface Ring {
  center: { x: number; y: number };
  radius: number;
  /** Distance of its edges from its middle. */
  span: number;
  /** Bulges of the whole ring, and how deep they are. */
  petals: number;
  depth: number;
  /** Waves of each line on its way around. */
  waves: number;
}

function ring({ center, radius, span, petals, waves, depth }: Ring): string {
  const steps = waves * 12;
  return lines(RING_LINES, steps, (step, line) => {
    const angle = (step / steps) * TURN;
    const edge = radius * (1 + depth * Math.cos(petals * angle));
    const distance = edge + span * Math.sin(waves * angle + (line / RING_LINES) * TURN);
    return [center.x + distance * Math.cos(angle), center.y + distance * Math.sin(angle)];
  });
}

interface Ribbon {
  width: number;
  /** How much longer it is than that of a plate. */
  stretch: number;
  /** Height of its middle as a share of the picture's. */
  middle: number;
  /** How far and how often the middle swings. */
  lift: number;
  swing: number;
  span: number;
  waves: number;
  shift: number;
}

function ribbon({ width, stretch, middle, lift, swing, span, waves, shift }: Ribbon): string {
  const steps = Math.ceil(waves * stretch * 14);
  return lines(RIBBON_LINES, steps, (step, line) => {
    const way = (step / steps) * stretch;
    const axis = HEIGHT * middle + lift * Math.sin(swing * way * TURN + shift);
    const breadth = span * (1 + 0.45 * Math.sin(way * TURN * 1.5 + shift * 2));
    const height = axis + breadth * Math.sin(waves * way * TURN + (line / RIBBON_LINES) * TURN);
    return [(step / steps) * width, height];
  });
}

// Each line as one stroke; steps are relative to the point before.
function lines(
  count: number,
  steps: number,
  at: (step: number, line: number) => [number, number],
): string {
  let path = '';
  for (let line = 0; line < count; line++) {
    let x = 0;
    let y = 0;
    for (let step = 0; step <= steps; step++) {
      const [exactX, exactY] = at(step, line);
      const nextX = Math.round(exactX);
      const nextY = Math.round(exactY);
      path += `${step === 0 ? 'M' : step === 1 ? 'l' : ' '}${step === 0 ? nextX : nextX - x} ${step === 0 ? nextY : nextY - y}`;
      x = nextX;
      y = nextY;
    }
  }
  return path;
}
