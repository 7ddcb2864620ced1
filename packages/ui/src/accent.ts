import type { CSSProperties } from 'react';
import { huesOf } from './hues.ts';

/** The colours of one event: put it on an element of the class `inked`. */
export function inkOf(eventId: string): CSSProperties {
  const { first, second } = huesOf(eventId);
  return { '--hue': first, '--hue-second': second } as CSSProperties;
}
