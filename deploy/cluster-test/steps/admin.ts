import { secondsSince, type Step } from '../step.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
const EVENT = `id: cluster-test
name: Cluster test
venue: Anywhere
startsAt: 2099-08-01T20:00:00Z
currency: EUR
tickets:
  - { id: cluster-test-adult, name: Admission, type: adult, price: 20.00, capacity: 3 }
`;

export const admin: Step = {
  name: 'admin',
  title: 'Runs commands of the admin tool in a pod of its own',
  async run({ cluster }, notes) {
    const start = performance.now();
    const audit = await cluster.run(SCRIPT, ['audit']);
    notes.check(
      'an audit finds every promise kept',
      audit.code === 0 && /Nothing is oversold, lost or doubled/.test(audit.stdout),
      audit.code === 0 ? secondsSince(start) : `${audit.code}: ${audit.stderr}${audit.stdout}`,
    );
    const put = await cluster.run(SCRIPT, ['--file', '-', 'event', 'put', '/files/stdin'], EVENT);
    notes.check(
      'an event is put from standard input',
      put.code === 0,
      `${put.stderr}${put.stdout}`.trim(),
    );
    const wrong = await cluster.run(SCRIPT, ['event', 'show', 'no-such-event']);
    const said = `${wrong.stderr}${wrong.stdout}`.trim();
    notes.check('it ends with the exit code of the command', wrong.code === 2, said);
    const left = (await cluster.pods('admin')).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    notes.check(
      'no pod is left',
      left.length === 0,
      left.map(({ metadata }) => metadata.name).join(', '),
    );
  },
};
