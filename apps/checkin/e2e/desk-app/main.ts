import { takeCode } from '../../src/device/code-in-address.ts';
import { keepApp } from '../../src/offline/keep-app.ts';
import { startSession } from '../../src/scans/start-session.ts';

// What a device does, without its screens.

window.desk = await startSession({ version: 'test' });
const code = takeCode();
if (code !== undefined) {
  const outcome = await window.desk.signIn(code);
  if (!outcome.ok) throw new Error(`signing in was answered ${outcome.why}`);
}
void keepApp();
