import { randomBytes } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { Static, TObject } from 'typebox';
import { ConfigError, loadConfig } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { createRegistry, type Registry } from './metrics.ts';

/** Time to close everything after the drain; then the process is killed. */
const CLOSE_TIMEOUT_MS = 10_000;

/** By then a service has loaded all its code. */
const COMPILED_AFTER_MS = 1000;

/** What a service's start function receives. */
export interface ServiceContext<Config> {
  config: Config;
  logger: Logger;
  registry: Registry;
  service: string;
  instance: string;
  /** Whether the process was told to stop and is only finishing its work. */
  isDraining: () => boolean;
  /** Aborted when the process is told to stop, for a start that is still waiting. */
  signal: AbortSignal;
  /**
   * Registers something to close. Closed after the drain, one by one in reverse order of
   * registration.
   */
  onClose: (name: string, close: () => Promise<unknown>) => void;
}

interface BaseConfig {
  LOG_LEVEL: string;
  INSTANCE?: string;
  DRAIN_MS: number;
}

/**
 * Runs a service: reads its configuration, starts it, and shuts it down gracefully on SIGTERM,
 * SIGINT or a fatal error. Shutdown: report not ready and drain for `DRAIN_MS`; close in reverse
 * order of opening; exit. An invalid environment or a failed start ends the process with exit code
 * 1 and a line for each reason.
 */
export async function runService<Schema extends TObject>(
  service: string,
  schema: Schema,
  start: (context: ServiceContext<Readonly<Static<Schema>>>) => Promise<void>,
): Promise<void> {
  const config = readConfig(service, schema);
  const base = config as unknown as BaseConfig;
  const instance = base.INSTANCE ?? newInstanceName();
  const logger = createLogger({ service, instance, level: base.LOG_LEVEL });
  const closers: { name: string; close: () => Promise<unknown> }[] = [];
  const stopping = new AbortController();

  const end = closeWithGrace(
    { delay: base.DRAIN_MS + CLOSE_TIMEOUT_MS, logger: false, onTimeout: () => process.exit(1) },
    async ({ err, signal, manual }) => {
      if (err !== undefined) logger.fatal({ err }, 'ending after an unexpected error');
      else if (signal !== undefined) logger.info({ signal }, 'draining');
      stopping.abort();
      // A failed process no longer serves anybody; one told to stop finishes its work.
      if (err === undefined && signal !== undefined) await delay(base.DRAIN_MS);
      for (const { name, close } of closers.toReversed()) {
        await close().catch((error: unknown) =>
          logger.error({ err: error }, `${name} did not close cleanly`),
        );
      }
      logger.info('stopped');
      // Otherwise close-with-grace exits with 0, whatever process.exitCode says.
      if (manual === true) process.exit(1);
    },
  );
  try {
    await start({
      config,
      logger,
      registry: createRegistry(service),
      service,
      instance,
      isDraining: () => stopping.signal.aborted,
      signal: stopping.signal,
      onClose: (name, close) => void closers.push({ name, close }),
    });
    // Node would write its compile cache only on exit, but the next process may start before.
    setTimeout(flushCompileCache, COMPILED_AFTER_MS).unref();
  } catch (error) {
    if (stopping.signal.aborted) return;
    logger.fatal({ err: error }, describeStartFailure(error));
    end.close();
  }
}

function readConfig<Schema extends TObject>(
  service: string,
  schema: Schema,
): Readonly<Static<Schema>> {
  try {
    // The only place where services read the environment.
    return loadConfig(schema, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const logger = createLogger({ service, instance: hostname(), level: 'info' });
    for (const problem of error.problems) logger.fatal(problem);
    return process.exit(1);
  }
}

function describeStartFailure(error: unknown): string {
  return `could not start: ${error instanceof Error ? error.message : String(error)}`;
}

// Unique for all time: a new process must never be mistaken for an old one with the same host and
// pid.
function newInstanceName(): string {
  return `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
}

/** Whether an instance with a generated name is the process `pid` of this machine. */
export function isInstanceOfProcess(instance: string, pid: number): boolean {
  return instance.startsWith(`${hostname()}-${pid}-`);
}

/**
 * The configuration of a command: the environment, overridden by the command line. Throws
 * `ConfigError`.
 */
export function loadCommandConfig<Schema extends TObject>(
  schema: Schema,
  instead: Record<string, string> = {},
): Readonly<Static<Schema>> {
  return loadConfig(schema, { ...process.env, ...instead });
}
