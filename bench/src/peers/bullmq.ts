import { Queue, Worker } from 'bullmq';

// BullMQ at its best: one worker process, with jobs that do nothing and leave nothing behind.

const connection = { path: process.env['REDIS_SOCKET'] ?? '', maxRetriesPerRequest: null };
const BATCH = 1000;

process.on('message', ({ jobs, concurrency }: { jobs: number; concurrency: number }) => {
  measure(jobs, concurrency).then(
    (jobsPerS) => process.send?.({ jobsPerS }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

async function measure(jobs: number, concurrency: number): Promise<number> {
  const queue = new Queue('bench', { connection });
  for (let added = 0; added < jobs; added += BATCH) {
    const size = Math.min(BATCH, jobs - added);
    const opts = { removeOnComplete: true };
    await queue.addBulk(
      Array.from({ length: size }, (_, i) => ({ name: 'noop', data: { i }, opts })),
    );
  }
  const worker = new Worker('bench', async () => undefined, {
    connection,
    concurrency,
    autorun: false,
  });
  const [from, to] = [Math.floor(jobs * 0.1), Math.floor(jobs * 0.9)];
  let done = 0;
  let startedAt = 0;
  const rate = new Promise<number>((resolve, reject) => {
    worker.on('failed', (_job, error) => reject(error));
    worker.on('completed', () => {
      done += 1;
      if (done === from) startedAt = performance.now();
      if (done === to) resolve(((to - from) * 1000) / (performance.now() - startedAt));
    });
  });
  const drained = new Promise<void>((resolve) => {
    worker.on('completed', () => {
      if (done === jobs) resolve();
    });
  });
  void worker.run();
  const result = await rate;
  await drained;
  await worker.close();
  await queue.close();
  return result;
}
