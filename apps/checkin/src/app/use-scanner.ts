import { useEffect, useRef } from 'react';
import type { DeviceParts } from './device-parts.ts';

/** Hears the hand scanner for as long as the screen is there. */
export function useScanner(parts: DeviceParts, onCode: (text: string) => void): void {
  const told = useRef(onCode);
  useEffect(() => {
    told.current = onCode;
  });
  useEffect(() => parts.listenToScanner((text) => told.current(text)), [parts]);
}
