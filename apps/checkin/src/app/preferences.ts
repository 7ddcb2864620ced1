import { useSyncExternalStore } from 'react';

/** What whoever holds the device has chosen. */
export interface Preferences {
  sound: boolean;
  vibration: boolean;
  /** Off where a hand scanner reads. */
  camera: boolean;
}

const KEY = 'checkin-preferences';
const DEFAULTS: Preferences = { sound: true, vibration: true, camera: true };

let current: Preferences | undefined;
const readers = new Set<() => void>();

/** What is chosen on this device; drawn again when it changes. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferencesChange, currentPreferences);
}

export function currentPreferences(): Preferences {
  current ??= read();
  return current;
}

/** Chooses, and keeps it over reloads. */
export function choose(change: Partial<Preferences>): void {
  current = { ...currentPreferences(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Forbidden by the browser's settings: the choice lasts as long as the page.
  }
  for (const reader of readers) reader();
}

function onPreferencesChange(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

function read(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    return { ...DEFAULTS, ...stored };
  } catch {
    // Forbidden, or not ours.
    return DEFAULTS;
  }
}
