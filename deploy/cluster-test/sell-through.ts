import { describeFailures, startLoad } from './load.ts';
import type { Notes, Stage } from './step.ts';

/** A load of two cores that also run the cluster. */
const RPS = 100;

/**
 * Runs an attack under load from outside, and expects that not one of at least `requests` fails and
 * that every accepted order is in the books.
 */
export async function sellThrough(
  { cluster, shop }: Stage,
  notes: Notes,
  { requests, attack }: { requests: number; attack: () => Promise<void> },
): Promise<void> {
  const opened = await shop();
  const before = await opened.audit();
  const load = await startLoad(cluster, opened, RPS);
  let report;
  try {
    // The connections are open before anything happens.
    await load.untilSent(5 * RPS);
    await attack();
    await load.untilSent(requests);
  } finally {
    report = await load.stop();
  }
  notes.figure('requests', `${report.sent} at ${RPS}/s, failed ${report.failure}`);
  notes.check('no request failed', report.failure === 0, describeFailures(report));
  notes.check(`at least ${requests} requests were sent`, report.sent >= requests, `${report.sent}`);
  const after = await opened.audit();
  const counted = after.orders.total - before.orders.total;
  notes.figure('orders', `${report.orders.accepted} accepted, ${counted} in the books`);
  notes.check(
    'every accepted order is in the books, and no others',
    counted >= report.orders.accepted && counted <= report.orders.accepted + report.failure,
  );
  notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
}
