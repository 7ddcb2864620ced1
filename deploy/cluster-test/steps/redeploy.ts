import { forward } from '../door.ts';
import { restartsOf } from '../pod-states.ts';
import { apply, untilAvailable } from '../rollouts.ts';
import { secondsSince, type Step } from '../step.ts';

/** A frontend that started at a bad moment has found its gateways by then. */
const RIGHT_TIMEOUT_S = 30;

export const redeploy: Step = {
  name: 'redeploy',
  title: 'Deletes all workloads ("kubectl delete all --all") and applies again',
  async run({ cluster, shop }, notes) {
    const before = await (await shop()).audit();
    const start = performance.now();
    await cluster.kubectl('delete', 'all', '--all');
    notes.figure('all deleted', secondsSince(start));
    const applied = performance.now();
    await apply(cluster);
    await untilAvailable(cluster, notes.say);
    notes.figure('from apply to all available', secondsSince(applied));

    for (const { metadata } of await cluster.pods('frontend')) {
      const since = performance.now();
      const { child, url } = await forward(cluster, `pod/${metadata.name}`, 8080);
      try {
        const status = async () =>
          (await fetch(`${url}/api/v1/tickets`).catch(() => undefined))?.status;
        await cluster.until(status, (is) => is === 200, {
          timeoutS: RIGHT_TIMEOUT_S,
          describe: (is) => `${metadata.name} answers ${is ?? 'nothing'}`,
        });
        notes.check(`${metadata.name} leads to a gateway`, true, secondsSince(since));
      } catch (error) {
        notes.check(`${metadata.name} leads to a gateway`, false, (error as Error).message);
      } finally {
        child.kill('SIGKILL');
      }
    }
    const restarts = restartsOf(await cluster.pods());
    notes.check(
      'no container was started twice',
      restarts === 0,
      restarts === 0 ? '' : `${restarts} restarts`,
    );
    const opened = await shop();
    const after = await opened.audit();
    const { total } = after.orders;
    notes.figure('orders', `${before.orders.total} before, ${total} after`);
    notes.check('every order is still there', total === before.orders.total);
    notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
    const answer = await opened.order(await opened.rehearsalTicket());
    notes.check('the shop sells', answer.status === 201, answer.text.slice(0, 200));
  },
};
