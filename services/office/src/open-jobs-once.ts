import { openJobs } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from './app.ts';

/** Opens the queues when somebody needs them first; most offices leave a job a month. */
export function openJobsOnce(
  scope: HttpServer,
  { records, logger }: Pick<OfficeParts, 'records' | 'logger'>,
): () => ReturnType<typeof openJobs> {
  let opened: ReturnType<typeof openJobs> | undefined;
  scope.addHook('onClose', async () => {
    await (await opened)?.stop({ graceful: false });
  });
  return () => {
    opened ??= openJobs(records, (err) => logger.warn({ err }, 'the jobs cannot be reached'));
    opened.catch(() => (opened = undefined));
    return opened;
  };
}
