import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '@onsale/service';
import { LocalConfig } from './config.ts';
import { ownFolder } from './local-redis.ts';
import { type LocalSystem, startSystem } from './system.ts';
import { say } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let readyAtMs = 0;
let cpuUntilReady = process.cpuUsage();

try {
  const config = loadConfig(LocalConfig, process.env);
  const dataFolder = resolve(root, config.DATA_DIR);
  ownFolder(`${dataFolder}/logs`);
  // Heard from the first moment on: a start that was cut off would leave processes behind.
  const starting = startSystem(config, { root, dataFolder, environment: process.env });
  let system: LocalSystem | undefined;
  let stopping = false;
  const stop = () => {
    // Who is in a hurry need not wait for the start; the guard ends what is running by then.
    if (stopping && system === undefined) process.exit(1);
    if (stopping) return;
    stopping = true;
    say('stopping (everything that was accepted is finished first)');
    void starting.then(endInOrder);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const started = await starting;
  system = started;
  process.on('exit', () => started.kill());
  readyAtMs = performance.now();
  cpuUntilReady = process.cpuUsage();
} catch (error) {
  const lines = error instanceof ConfigError ? error.problems : [String(error)];
  for (const line of lines) say(line);
  process.exit(1);
}

async function endInOrder(system: LocalSystem): Promise<void> {
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
  process.exit(0);
}
