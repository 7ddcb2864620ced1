import { parentPort, workerData } from 'node:worker_threads';
import type { EngineCommand, EngineReport, EngineSetup } from './engine-messages.ts';
import { LoadEngine } from './load-engine.ts';
import { warmUp } from './warm-up.ts';

// The thread of one run: nothing else happens in it, so that nothing else delays a request.
const report = (message: EngineReport) => parentPort?.postMessage(message, []);
const engine = new LoadEngine(workerData as EngineSetup, (stats, seconds, histograms) => {
  report({ type: 'stats', stats, seconds, ...(histograms === undefined ? {} : { histograms }) });
  // Open sockets of the target must not keep the thread of a finished run alive.
  if (histograms !== undefined) parentPort?.close();
});
parentPort?.on('message', (command: EngineCommand) => {
  if (command.type === 'stop') engine.stop(command.settleMs);
  else engine.change(command.config, command.mix);
});
await warmUp();
report({ type: 'started' });
engine.start();
