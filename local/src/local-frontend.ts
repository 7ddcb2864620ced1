import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/**
 * The public door of `npm start`: the built pages behind the real nginx, by the same start script as
 * in a container. Undefined, with a sentence why, where it can't run; the rest does without it.
 */
export function createFrontend(options: {
  root: string;
  port: number;
  gatewayUrl: string;
  generatorUrl: string;
  auditUrl: string;
  runFolder: string;
  environment: NodeJS.ProcessEnv;
  logFile: string;
  onPidChange: () => void;
  onFailing: (sentence: string) => void;
}): SupervisedProcess | undefined {
  const folder = `${options.root}services/frontend`;
  const script = `${folder}/nginx/start.sh`;
  if (spawnSync('sh', [script, '--find']).status !== 0) {
    say(
      'no shop pages: nginx is missing. Install it (Debian and Ubuntu: sudo apt-get install nginx; ' +
        'macOS: brew install nginx) and start again; everything else runs',
    );
    return undefined;
  }
  if (!existsSync(`${folder}/dist/index.html`)) {
    say('no shop pages: they are not built. Run: npm run build -w @onsale/frontend');
    return undefined;
  }
  return new SupervisedProcess({
    name: 'frontend',
    command: 'sh',
    args: [script],
    environment: {
      ...options.environment,
      PORT: String(options.port),
      GATEWAY_URL: options.gatewayUrl,
      GENERATOR_URL: options.generatorUrl,
      AUDIT_URL: options.auditUrl,
      RUN_DIR: options.runFolder,
      WEB_ROOT: `${folder}/dist`,
      // One line for each click of a load on this machine is of no use to anybody.
      ACCESS_LOG: 'off',
    },
    logFile: options.logFile,
    onPidChange: options.onPidChange,
    onFailing: options.onFailing,
  });
}
