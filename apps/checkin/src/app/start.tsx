import { createRoot } from 'react-dom/client';
import { version } from '../../package.json';
import { startCamera } from '../camera/camera.ts';
import { listenToScanner } from '../scanner/listen-to-scanner.ts';
import { startSession } from '../scans/start-session.ts';
import { App } from './App.tsx';
import type { DeviceParts } from './device-parts.ts';

/** Begins what this device does at the entrance, and draws it. */
export async function start(root: HTMLElement): Promise<void> {
  const parts: DeviceParts = {
    startCamera,
    listenToScanner: (onCode) => listenToScanner(window, onCode),
    version: `${version}${buildOf(import.meta.url)}`,
  };
  const session = await startSession({ version: parts.version });
  createRoot(root).render(<App session={session} parts={parts} />);
}

// Of two builds of one version: this script carries a hash of its content in its name.
function buildOf(url: string): string {
  const hash = /-([\w-]{8})\.js$/.exec(url)?.[1];
  return hash === undefined ? '' : ` (${hash})`;
}
