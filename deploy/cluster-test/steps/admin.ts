import { secondsSince, type Step } from '../step.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
const EVENT = `id: cluster-test
name: An event of the cluster test
date: '2099-01-01'
status: draft
tickets:
  - { id: cluster-test-adult, name: Adult, type: adult, price: 1, capacity: 1 }
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
    const wrong = await cluster.run(SCRIPT, ['event', 'show', 'nothing-of-that-name']);
    notes.check(
      'the exit code of a command that fails is its own',
      wrong.code === 1,
      `${wrong.code}`,
    );
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
