import { clockJumps, redisClockJumps } from './stories/clock-jumps.ts';
import { rollingUpgrade } from './stories/rolling-upgrade.ts';
import { cutNetwork, slowNetwork, stalledNetwork } from './stories/bad-network.ts';
import { clusterMasterKilled, clusterSale, clusterSlotMoved } from './stories/cluster.ts';
import { failoverWithoutWait, failoverWithWait } from './stories/failover.ts';
import { deletedGroup } from './stories/deleted-group.ts';
import { emptiedRedis } from './stories/emptied-redis.ts';
import { fullRedis } from './stories/full-redis.ts';
import { killedProcesses } from './stories/killed-processes.ts';
import { killedRedisAlways, killedRedisEverysec } from './stories/killed-redis.ts';
import { lateWorker } from './stories/late-worker.ts';
import { overload } from './stories/overload.ts';
import { poison } from './stories/poison.ts';
import { readOnlyRedis } from './stories/read-only-redis.ts';
import { sentinelWithoutWait, sentinelWithWait } from './stories/sentinel.ts';
import { slowRedis } from './stories/slow-redis.ts';
import { stoppedWorker } from './stories/stopped-worker.ts';
import { trimmedStream } from './stories/trimmed-stream.ts';
import type { Story } from './story.ts';

/** All stories, in the order of the table. */
export const STORIES: readonly Story[] = [
  killedProcesses,
  stoppedWorker,
  killedRedisAlways,
  killedRedisEverysec,
  slowRedis,
  fullRedis,
  readOnlyRedis,
  emptiedRedis,
  failoverWithWait,
  failoverWithoutWait,
  sentinelWithWait,
  sentinelWithoutWait,
  clusterSale,
  clusterMasterKilled,
  clusterSlotMoved,
  cutNetwork,
  stalledNetwork,
  slowNetwork,
  poison,
  deletedGroup,
  trimmedStream,
  lateWorker,
  clockJumps,
  redisClockJumps,
  rollingUpgrade,
  overload,
];
