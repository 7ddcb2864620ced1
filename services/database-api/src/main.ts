import { announce, isLoopbackAddress, listen, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { DatabaseApiConfig } from './config.ts';
import { chooseAccess } from './access.ts';
import { Entries } from './entries.ts';
import { hasKeyIsolation } from './key-isolation.ts';
import { untilInstalled } from './until-installed.ts';

await runService('database-api', DatabaseApiConfig, async (context) => {
  const { config, logger, onClose } = context;
  const access = chooseAccess(config);
  const entries = new Entries();
  const app = buildApp(config, { ...context, entries });
  await listen(app, config);
  if (access === 'loopback') {
    logger.warn(
      'open to everyone on this machine: no API_TOKEN is set and HOST is a loopback address',
    );
  }

  // From here on the process responds, as not ready until Redis is available.
  const redis = await openRedis(context);
  if (!(await hasKeyIsolation(redis))) refuseSharedKeys();
  await untilInstalled(redis, {
    signal: context.signal,
    onMissing: (message) => {
      logger.fatal(message);
      entries.closedBecause = message;
    },
  });
  entries.open(redis);
  announce(context, redis, { work: () => entries.answeredTotal });
  onClose('HTTP', () => app.close());

  function refuseSharedKeys(): void {
    const problem =
      'REDIS_USERNAME must be a user with access to nothing but the keys of this service, ' +
      'see deploy/redis/database-api.acl';
    if (!isLoopbackAddress(config.HOST)) throw new Error(problem);
    logger.warn(`keys are not isolated, which is allowed only on a loopback HOST: ${problem}`);
  }
});
