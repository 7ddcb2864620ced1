import type { Trouble } from '@onsale/api-client';
import { m } from './texts.ts';

const WORDS: Record<Trouble['kind'], () => string> = {
  offline: () => m.app_offline(),
  busy: () => m.app_busy(),
  paused: () => m.app_paused(),
  unreachable: () => m.app_unreachable(),
};

/** Why something is not fresh. */
export function wordsOfTrouble(kind: Trouble['kind']): string {
  return WORDS[kind]();
}
