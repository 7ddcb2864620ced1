import { eventually, type ServiceProcess, startService } from '@onsale/testing';
import type { Stage } from './scenario.ts';

/** A process that is killed and comes back at the same address. */
export interface Part {
  name: string;
  address: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** A process of a service that runs once it is restarted, until the scenario ends. */
export function preparePart(
  stage: Pick<Stage, 'onEnd'>,
  {
    service,
    port,
    environment,
  }: { service: string; port: number; environment: Record<string, string> },
): Part {
  let running: ServiceProcess | undefined;
  const kill = async () => {
    running?.signal('SIGKILL');
    await running?.exited;
  };
  stage.onEnd(kill);
  return {
    name: service,
    address: `http://127.0.0.1:${port}`,
    kill,
    // Like Kubernetes: a process whose start fails, as Redis is away, is started again.
    restart: async () => {
      for (let start = 1; ; start++) {
        const started = startService(service, { ...environment, PORT: String(port) });
        running = started;
        const gone = started.exited.then((code) => `${service} has ended with ${code}`);
        const ended = await Promise.race([untilReady(service, started), gone]);
        if (ended === undefined) return;
        if (start === MAX_STARTS)
          throw new Error(`${ended}: ${JSON.stringify(started.log.at(-1))}`);
      }
    },
  };
}

/** Starts in a row that may fail. */
const MAX_STARTS = 10;

async function untilReady(service: string, started: ServiceProcess): Promise<undefined> {
  // It may end before it listens.
  const address = await started.url().catch(() => undefined);
  if (address === undefined) return await new Promise(() => undefined);
  const readiness = async () =>
    await fetch(`${address}/readyz`).then(
      async (response) => (response.ok ? 'ready' : `${service}: ${await response.text()}`),
      (error: unknown) => `${service}: ${String(error)}`,
    );
  const isEnded = { now: false };
  void started.exited.then(() => (isEnded.now = true));
  await eventually(readiness, (answer) => answer === 'ready' || isEnded.now);
  return isEnded.now ? await new Promise(() => undefined) : undefined;
}
