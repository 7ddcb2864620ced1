import { parentPort, workerData } from 'node:worker_threads';
import type { CrowdStats } from '@onsale/contracts';
import { CrowdRun, type CrowdSetup } from './crowd-run.ts';

const REPORTS_EVERY_MS = 500;

// The thread of one crowd, for the same reason as that of a load: nothing else delays anybody in it.
const run = new CrowdRun(workerData as CrowdSetup);
const report = (stats: CrowdStats) => parentPort?.postMessage(stats, []);
const reporting = setInterval(() => report(run.stats()), REPORTS_EVERY_MS);
parentPort?.on('message', () => run.stop());
report(run.stats());
await run.play();
clearInterval(reporting);
report(run.stats());
parentPort?.close();
