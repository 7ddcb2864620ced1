import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '@onsale/service-runtime';
import { LocalConfig } from './config.ts';
import { startSystem } from './system.ts';
import { say } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

try {
  const config = loadConfig(LocalConfig, process.env);
  const dataFolder = resolve(root, config.DATA_DIR);
  mkdirSync(`${dataFolder}/logs`, { recursive: true });
  const system = await startSystem(config, { root, dataFolder, environment: process.env });
  const readyAtMs = performance.now();
  const cpuUntilReady = process.cpuUsage();

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    say('stopping (everything that was accepted is finished first)');
    system.stop().then(
      () => {
        const { user, system: kernel } = process.cpuUsage(cpuUntilReady);
        const percent = (user + kernel) / (performance.now() - readyAtMs) / 10;
        say(`stopped; npm start itself took ${percent.toFixed(1)} % of a core since all was ready`);
        say(`the data stays in ${dataFolder}`);
        process.exit(0);
      },
      (error: unknown) => {
        say(`could not stop cleanly: ${String(error)}`);
        system.kill();
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  process.on('exit', () => system.kill());
} catch (error) {
  const lines = error instanceof ConfigError ? error.problems : [String(error)];
  for (const line of lines) say(line);
  process.exit(1);
}
