import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact, leftOut } from './finding.ts';

/** Promise 5: neither past the line, nor past the entrance, nor into what is for staff. */
export function judgeIntruders({ people, entrance, probes }: Evidence): Finding[] {
  const asked = probes.filter(({ promise }) => promise === 5);
  const forged = entrance?.scans.filter(({ kind }) => kind === 'forged') ?? [];
  const admitted = forged.filter((scan) => scan.admitted).length;
  return [
    exact(5, {
      what: 'Nobody orders without a turn of their own',
      broken: people.stolen > 0 ? [`${people.stolen} orders were taken from cheats`] : [],
      found: `${people.triedToCheat} tried`,
      from: ['buyers'],
    }),
    entrance === undefined
      ? leftOut(5, 'No forged ticket lets anybody in', 'nobody stood at the entrance')
      : exact(5, {
          what: 'No forged ticket lets anybody in',
          broken: admitted > 0 ? [`${admitted} forged tickets let somebody in`] : [],
          found: `${forged.length} forged tickets`,
          from: ['entrance'],
        }),
    exact(5, {
      what: 'What is for staff is closed to everybody else',
      broken: asked.flatMap(({ what, got, isRight }) => (isRight ? [] : [`${what}: ${got}`])),
      found: `${asked.length} doors tried`,
      from: ['shop', 'office'],
    }),
  ];
}
