import { eventually, type ServiceProcess, startService } from '@onsale/testing';
import type { Stage } from './scenario.ts';

/** A process that is killed and comes back at the same address. */
export interface Part {
  name: string;
  address: string;
  /** Of its process, while it runs. */
  readonly pid: number | undefined;
  kill(): Promise<void>;
  /** Sends another signal, such as SIGSTOP. */
  signal(signal: NodeJS.Signals): void;
  restart(): Promise<void>;
  /** What it said last, each time it ended although nobody had killed it. */
  crashes: readonly string[];
}

/** A process of a service that runs once it is restarted, until the scenario ends. */
export function preparePart(
  stage: Pick<Stage, 'onEnd'>,
  {
    service,
    port,
    environment,
    root,
  }: {
    service: string;
    port: number;
    /** What is changed in it counts from the next start on. */
    environment: Record<string, string>;
    /** Of another checkout. */
    root?: string | undefined;
  },
): Part {
  let running: ServiceProcess | undefined;
  const crashes: string[] = [];
  const kill = async () => {
    const killed = running;
    running = undefined;
    killed?.signal('SIGKILL');
    await killed?.exited;
  };
  stage.onEnd(kill);
  return {
    name: service,
    address: `http://127.0.0.1:${environment['PORT'] ?? port}`,
    get pid() {
      return running?.pid;
    },
    kill,
    signal: (signal) => running?.signal(signal),
    crashes,
    // Like Kubernetes: a process whose start fails, as Redis is away, is started again.
    restart: async () => {
      for (let start = 1; ; start++) {
        const started = startService(
          service,
          { PORT: String(port), ...environment },
          root === undefined ? {} : { root },
        );
        running = started;
        const gone = started.exited.then((code) => `${service} has ended with ${code}`);
        const ended = await Promise.race([untilReady(service, started), gone]);
        if (ended === undefined) {
          void started.exited.then(() => {
            if (running !== started) return;
            crashes.push(`${service} has ended: ${JSON.stringify(started.log.slice(-3))}`);
          });
          return;
        }
        if (start === MAX_STARTS)
          throw new Error(`${ended}: ${JSON.stringify(started.log.slice(-3))}`);
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
