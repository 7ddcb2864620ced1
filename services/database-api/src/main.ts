import { announce, isLoopbackAddress, listen, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { DatabaseApiConfig } from './config.ts';
import { chooseDoor } from './door.ts';
import { Entries } from './entries.ts';
import { isFenced } from './fence.ts';
import { untilInstalled } from './until-installed.ts';

await runService('database-api', DatabaseApiConfig, async (context) => {
  const { config, logger, onClose } = context;
  const door = chooseDoor(config);
  const entries = new Entries();
  const app = buildApp(config, { ...context, entries });
  await listen(app, config);
  if (door === 'loopback') {
    logger.warn('open to everyone on this machine: no API_TOKEN is set, and HOST is loopback');
  }

  // From here the process answers, and says that it is not ready until Redis is.
  const redis = await openRedis(context);
  if (!(await isFenced(redis))) refuseOpenFence();
  await untilInstalled(redis, {
    signal: context.signal,
    onMissing: (message) => {
      logger.fatal(message);
      entries.closedBecause = message;
    },
  });
  entries.open(redis);
  announce(context, redis, () => entries.answeredTotal);
  onClose('HTTP', () => app.close());

  function refuseOpenFence(): void {
    const problem =
      'REDIS_USERNAME must be a user that can touch nothing but the keys of this service, ' +
      'see deploy/redis/database-api.acl';
    if (!isLoopbackAddress(config.HOST)) throw new Error(problem);
    logger.warn(`the fence is open, which is only allowed on a loopback HOST: ${problem}`);
  }
});
