import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '@onsale/service';
import { HELP, wantsHelp } from './arguments.ts';
import { LocalConfig } from './config.ts';
import { ownFolder } from './local-redis.ts';
import { type LocalSystem, startSystem } from './system.ts';
import { say } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const stopping = new AbortController();
let readyAtMs = 0;
let cpuUntilReady = process.cpuUsage();

try {
  if (wantsHelp(process.argv.slice(2))) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const config = loadConfig(LocalConfig, process.env);
  const dataFolder = resolve(root, config.DATA_DIR);
  for (const name of ['logs', 'runs']) ownFolder(`${dataFolder}/${name}`);
  // Handled from the first moment: a start that was cut off would leave processes behind.
  const places = { root, dataFolder, environment: process.env };
  const starting = startSystem(config, places, {
    signal: stopping.signal,
    onDataGone: () => {
      if (stopping.signal.aborted) return;
      say(`${dataFolder} was deleted: what is sold from now on would be lost with this process`);
      stop(1);
    },
  });
  let system: LocalSystem | undefined;
  const stop = (exitCode: number): void => {
    // A second signal doesn't wait for the start; the guard ends whatever runs by then.
    if (stopping.signal.aborted && system === undefined) process.exit(1);
    if (stopping.signal.aborted) return;
    stopping.abort();
    say('stopping (everything that was accepted is finished first)');
    void starting.then((started) => endInOrder(started, exitCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
  const started = await starting;
  system = started;
  process.on('exit', () => started.kill());
  readyAtMs = performance.now();
  cpuUntilReady = process.cpuUsage();
} catch (error) {
  // Told to end during the start; the guard ends whatever runs by then.
  if (stopping.signal.aborted) process.exit(0);
  const lines = error instanceof ConfigError ? error.problems : [messageOf(error)];
  for (const line of lines) say(line);
  process.exit(1);
}

async function endInOrder(system: LocalSystem, exitCode: number): Promise<void> {
  try {
    await system.stop();
  } catch (error) {
    say(`could not stop cleanly: ${String(error)}`);
    system.kill();
    process.exit(1);
  }
  const { user, system: kernel } = process.cpuUsage(cpuUntilReady);
  const percent = (user + kernel) / (performance.now() - readyAtMs) / 10;
  say(`stopped; npm start itself took ${percent.toFixed(1)} % of a core since all was ready`);
  process.exit(exitCode);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
