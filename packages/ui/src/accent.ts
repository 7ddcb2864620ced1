import type { CSSProperties } from 'react';
import { randomOf } from './random.ts';

/** Around the circle of colours, without the yellows: they are too light to be an ink. */
const FIRST_HUE = 140;
const HUES = 270;

/** The colours of one event: put it on an element of the class `inked`. */
export function inkOf(eventId: string): CSSProperties {
  // The first number is near for similar ids; a later one is not.
  const random = randomOf(`ink of ${eventId}`);
  random();
  const hue = Math.round((FIRST_HUE + random() * HUES) % 360);
  return { '--hue': hue, '--hue-second': (hue + 50) % 360 } as CSSProperties;
}
