import { parentPort, workerData } from 'node:worker_threads';
import type {
  RehearsalPlan,
  RehearsalProblem,
  RehearsalReport,
  RehearsalSecond,
} from '@onsale/contracts';
import { type Installation, RefusedRehearsal, rehearse } from '@onsale/rehearsal';

/** What is to be played, and where. */
export interface RehearsalSetup {
  installation: Installation;
  plan: RehearsalPlan;
  /** Of the event that is made. */
  eventId: string | undefined;
}

/** What a thread tells. */
export type RehearsalNews =
  | { is: 'phase'; phase: 'gathering' | 'counting'; eventName: string; opensAt: string }
  | { is: 'second'; second: RehearsalSecond }
  | {
      is: 'over';
      state: 'finished' | 'stopped' | 'refused' | 'failed';
      report?: RehearsalReport;
      problem?: RehearsalProblem;
    };

// The thread of one rehearsal: nothing else delays anybody in it.
const { installation, plan, eventId } = workerData as RehearsalSetup;
const stopping = new AbortController();
const tell = (news: RehearsalNews) => parentPort?.postMessage(news, []);
parentPort?.on('message', () => stopping.abort(new Error('stopped')));
tell(await play());
parentPort?.close();

async function play(): Promise<RehearsalNews> {
  try {
    const report = await rehearse(installation, {
      ...{ plan, eventId, signal: stopping.signal, say: () => undefined },
      onPhase: (phase, { name, opensAtMs }) =>
        tell({ is: 'phase', phase, eventName: name, opensAt: new Date(opensAtMs).toISOString() }),
      onSecond: (second) => tell({ is: 'second', second }),
    });
    return { is: 'over', state: 'finished', report };
  } catch (error) {
    if (stopping.signal.aborted) return { is: 'over', state: 'stopped' };
    const { message } = error as Error;
    if (!(error instanceof RefusedRehearsal)) {
      return { is: 'over', state: 'failed', problem: { message } };
    }
    return { is: 'over', state: 'refused', problem: { message, reason: error.reason } };
  }
}
