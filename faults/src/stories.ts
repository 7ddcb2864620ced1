import { killedProcesses } from './stories/killed-processes.ts';
import { killedRedisAlways, killedRedisEverysec } from './stories/killed-redis.ts';
import { stoppedWorker } from './stories/stopped-worker.ts';
import type { Story } from './story.ts';

/** All stories, in the order of the table. */
export const STORIES: readonly Story[] = [
  killedProcesses,
  stoppedWorker,
  killedRedisAlways,
  killedRedisEverysec,
];
