import { EventBroadcast } from '@onsale/service';
import type { Generator } from './generator.ts';

const EVERY_MS = 500;

/** The open streams of statistics: each gets a message twice a second, also when nothing runs. */
export class StatsStreams extends EventBroadcast {
  constructor(generator: Generator) {
    super({ event: 'stats', everyMs: EVERY_MS, read: () => generator.stats() });
  }
}
