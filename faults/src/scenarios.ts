import { clockJumps, redisClockJumps } from './scenarios/clock-jumps.ts';
import { rollingUpgrade } from './scenarios/rolling-upgrade.ts';
import { cutNetwork, slowNetwork, stalledNetwork } from './scenarios/bad-network.ts';
import { clusterMasterKilled, clusterSale, clusterSlotMoved } from './scenarios/cluster.ts';
import { failoverWithoutWait, failoverWithWait } from './scenarios/failover.ts';
import { deletedGroup } from './scenarios/deleted-group.ts';
import { emptiedRedis } from './scenarios/emptied-redis.ts';
import { expiringHolds } from './scenarios/expiring-holds.ts';
import { fullRedis } from './scenarios/full-redis.ts';
import { holdsOfAJumpingClock } from './scenarios/holds-of-a-jumping-clock.ts';
import { interruptedArchive } from './scenarios/interrupted-archive.ts';
import { killedInFinish } from './scenarios/killed-in-finish.ts';
import { killedLine } from './scenarios/killed-line.ts';
import { killedProcesses } from './scenarios/killed-processes.ts';
import { killedRedisAlways, killedRedisEverysec } from './scenarios/killed-redis.ts';
import { lateWorker } from './scenarios/late-worker.ts';
import { overload } from './scenarios/overload.ts';
import { payingCrowd } from './scenarios/paying-crowd.ts';
import { pausedLogReader } from './scenarios/paused-log-reader.ts';
import { poison } from './scenarios/poison.ts';
import { racingPayers } from './scenarios/racing-payers.ts';
import { readOnlyRedis } from './scenarios/read-only-redis.ts';
import { sentinelWithoutWait, sentinelWithWait } from './scenarios/sentinel.ts';
import { slowRedis } from './scenarios/slow-redis.ts';
import { stoppedWorker } from './scenarios/stopped-worker.ts';
import { trimmedStream } from './scenarios/trimmed-stream.ts';
import { killedDelivery } from './mails/killed-delivery.ts';
import { archivedSeason } from './records/archived-season.ts';
import { migrationUnderLoad } from './records/migration-under-load.ts';
import { killedPostgres } from './records/killed-postgres.ts';
import { killedRecorder } from './records/killed-recorder.ts';
import { postgresAway } from './records/postgres-away.ts';
import { postgresSetBack } from './records/postgres-set-back.ts';
import { redisSetBack } from './records/redis-set-back.ts';
import { killedOffice } from './entrance/killed-office.ts';
import type { Scenario } from './scenario.ts';

/** All scenarios, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  killedProcesses,
  killedLine,
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
  expiringHolds,
  holdsOfAJumpingClock,
  racingPayers,
  killedInFinish,
  payingCrowd,
  pausedLogReader,
  interruptedArchive,
  killedRecorder,
  postgresAway,
  killedPostgres,
  redisSetBack,
  postgresSetBack,
  archivedSeason,
  killedDelivery,
  killedOffice,
  migrationUnderLoad,
  rollingUpgrade,
  overload,
];
