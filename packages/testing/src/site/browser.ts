import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

/** The names under which systems have it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Starts the Chromium of this machine, maybe with a camera that sees what is in this file (`makeTestCamera`), and
 * that every page may use.
 */
export async function startBrowser({ camera }: { camera?: string } = {}): Promise<Browser> {
  const withCamera = [
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    `--use-file-for-fake-video-capture=${camera}`,
  ];
  return await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...(camera === undefined ? [] : withCamera),
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
}

/** The path of it; throws when there is none. */
export function findChromium(): string {
  for (const name of NAMES) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  throw new Error(`none of ${NAMES.join(', ')} is installed`);
}
