import { takeCode } from '../../src/device/code-in-address.ts';
import { keepApp } from '../../src/offline/keep-app.ts';
import { startSession } from '../../src/scans/start-session.ts';

// What a device does, without its screens.

window.desk = await startSession({ version: 'test' });
const code = takeCode();
if (code !== undefined) await window.desk.signIn(code);
void keepApp();
