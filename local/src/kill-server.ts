import { ApiError, type KilledProcess, localProcesses } from '@onsale/contracts';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import {
  createHttpServer,
  createLogger,
  isInstanceOfProcess,
  readFleet,
  refuseForeignRequests,
  requireToken,
  withSchemaTypes,
} from '@onsale/service';
import type { ScaledService } from './scaled-service.ts';
import { say } from './terminal.ts';

/** The name of a process has at most 128 characters. */
const BODY_LIMIT_BYTES = 1024;

export interface KillServer {
  /** Where the reverse proxy finds it. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves `POST /local/kill` on a free port of the loopback address, to those who know `token`: kills
 * one of our processes as a crash would, to show that nothing is lost by it. Whoever is killed is
 * started again.
 */
export async function startKillServer(options: {
  redisUrl: string;
  services: readonly ScaledService[];
  token: string;
}): Promise<KillServer> {
  const { services, token } = options;
  const logger = createLogger({ service: 'local', instance: 'local', level: 'silent' });
  const stopping = new AbortController();
  const config = { REDIS_URL: options.redisUrl, REDIS_HOST: '', REDIS_PORT: 0 };
  let redis: RedisConnection | undefined;
  const connecting = connectRedis(config, {
    logger,
    name: 'kill-server',
    signal: stopping.signal,
  }).then(
    (connection) => void (redis = connection),
    () => undefined,
  );
  const app = createHttpServer({ logger, bodyLimitBytes: BODY_LIMIT_BYTES });
  refuseForeignRequests(app, { host: '127.0.0.1' });
  requireToken(app, token);
  /** They seem to live until their last announcements expire. */
  const killed = new Set<string>();
  const { url, schema } = localProcesses.killProcess;
  withSchemaTypes(app).post(url, { schema }, async (request): Promise<KilledProcess> => {
    const { instance } = request.body;
    const announced = (await announcements(redis)).find((each) => each.instance === instance);
    if (announced === undefined || killed.has(instance)) {
      throw new ApiError('INSTANCE_NOT_FOUND', 'no running process has this name');
    }
    const own = services
      .flatMap(({ processes }) => processes)
      .find(({ pid }) => pid !== undefined && isInstanceOfProcess(instance, pid));
    if (own === undefined) {
      throw new ApiError('NOT_OUR_PROCESS', 'this process was not started here');
    }
    say(`killing ${instance}, as the laboratory asked`);
    own.crash();
    killed.add(instance);
    return { instance, service: announced.service };
  });
  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    stop: async () => {
      stopping.abort();
      await app.close();
      await connecting;
      await redis?.close();
    },
  };
}

async function announcements(redis: RedisConnection | undefined) {
  if (redis?.isReady() !== true) {
    throw new ApiError('REDIS_UNAVAILABLE', 'the running processes are not known at the moment', {
      retryAfterS: 1,
    });
  }
  return await readFleet(redis);
}
