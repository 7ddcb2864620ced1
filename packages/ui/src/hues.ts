import { randomOf } from './random.ts';

/** Around the circle of colours, without the yellows: they are too light to be an ink. */
const FIRST_HUE = 140;
const HUES = 270;

/** The hues of the two inks of an event, in degrees. */
export function huesOf(eventId: string): { first: number; second: number } {
  // The first number is near for similar ids; a later one is not.
  const random = randomOf(`ink of ${eventId}`);
  random();
  const first = Math.round((FIRST_HUE + random() * HUES) % 360);
  return { first, second: (first + 50) % 360 };
}
