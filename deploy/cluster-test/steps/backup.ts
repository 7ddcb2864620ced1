import { statSync } from 'node:fs';
import { project } from '../../tools/find-tools.ts';
import { showMemory } from '../quantities.ts';
import { untilAvailable } from '../rollouts.ts';
import { secondsSince, type Step } from '../step.ts';
import { lastOf, verifyRecords } from './records.ts';

const FILE = '.data/cluster-test/backup.rdb';
/** Placed after the backup, and gone after the restore. */
const LATER_ORDERS = 20;

export const backup: Step = {
  name: 'backup',
  title: 'Backs up, sells on, and restores, by the scripts',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    const before = await opened.audit();
    const saving = performance.now();
    const saved = await cluster.run('deploy/scripts/backup.sh', [FILE]);
    notes.check('deploy/scripts/backup.sh ends with 0', saved.code === 0, saved.stderr.trim());
    const sizes = [FILE, `${FILE}.records`].map((file) =>
      showMemory(statSync(project + file).size),
    );
    notes.figure('backup', `${sizes.join(' and ')} of records in ${secondsSince(saving)}`);

    const ticket = await opened.rehearsalTicket();
    for (let i = 0; i < LATER_ORDERS; i++) await opened.order(ticket);
    const later = (await opened.audit()).orders.total - before.orders.total;
    notes.check('the shop sells on', later === LATER_ORDERS, `${later} more orders`);

    const restoring = performance.now();
    const restored = await cluster.run('deploy/scripts/restore.sh', [FILE]);
    notes.check(
      'deploy/scripts/restore.sh ends with 0',
      restored.code === 0,
      restored.stderr.trim(),
    );
    await untilAvailable(cluster, notes.say);
    notes.figure('restore', secondsSince(restoring));
    const after = await opened.audit();
    notes.figure('orders', `${before.orders.total} in the backup, ${after.orders.total} restored`);
    notes.check(
      'exactly the orders of the backup are there',
      after.orders.total === before.orders.total,
    );
    notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
    for (const [app, folder] of [
      ['redis', 'appendonlydir'],
      ['postgres', 'lock\npgdata'],
    ] as const) {
      const ls = ['exec', `${app}-0`, '-c', app, '--', 'ls', '/data'];
      const left = (await cluster.kubectl(...ls)).trim();
      const said = left.split('\n').join(', ');
      notes.check(`nothing is left on the volume of ${app}`, left === folder, said);
    }
    const verified = await verifyRecords(cluster);
    notes.check('the records and the ledger agree', verified.code === 0, lastOf(verified));
    const answer = await opened.order(ticket);
    notes.check('the shop sells', answer.status === 201, answer.text.slice(0, 200));
  },
};
