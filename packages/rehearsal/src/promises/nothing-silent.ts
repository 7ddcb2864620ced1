import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact, leftOut } from './finding.ts';

/** What somebody hears who has done nothing wrong: that they came too late or too often is no such answer. */
const TURNED_AWAY = /^(payment|bank) (400|401|403|404|405|415|421)$/;

/** Promise 4: no errors of ours, refusals that say why, and the price that was shown. */
export function judgeAnswers(evidence: Evidence): Finding[] {
  const { answers, probes, people, isDisturbed } = evidence;
  // Overload is told by 503; by a door before a part that is away, by 502 and 504.
  const told = isDisturbed ? / (502|503|504)$/ : / 503$/;
  const errors = [...answers].filter(([what]) => / 5\d\d$/.test(what) && !told.test(what));
  const all = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const asked = probes.filter(({ promise }) => promise === 4);
  return [
    exact(4, {
      what: 'No answer is an error of ours',
      broken: errors.map(([what, count]) => `${count} × ${what}`),
      found: `${all} answers`,
      from: ['buyers'],
    }),
    exact(4, {
      what: 'Every request gets an answer',
      broken: people.unanswered > 0 ? [`${people.unanswered} got none`] : [],
      found: `all of ${all}`,
      from: ['buyers'],
    }),
    exact(4, {
      what: 'Everybody who waits is served, or told that nothing is left',
      broken: people.stranded > 0 ? [`${people.stranded} people never heard anything`] : [],
      found: 'everybody was',
      from: ['buyers'],
    }),
    exact(4, {
      what: 'Whoever wants to pay is let to the bank',
      broken: [...answers].flatMap(([what, count]) =>
        TURNED_AWAY.test(what) ? [`${count} × ${what}`] : [],
      ),
      found: `${answers.get('bank 303') ?? 0} times`,
      from: ['buyers'],
    }),
    exact(4, {
      what: 'A wrong request is told what is wrong, and where',
      broken: asked.flatMap(({ what, wanted, got, isRight }) =>
        isRight ? [] : [`${what}: ${got} instead of ${wanted}`],
      ),
      found: `${asked.length} kinds of wrong requests`,
      from: ['shop'],
    }),
    judgePrices(evidence),
  ];
}

function judgePrices({ placed, shop, bank }: Evidence): Finding {
  const what = 'What was shown is what is charged';
  const broken = placed.flatMap(({ orderId, totalMinor }) => {
    const ordered = shop.get(orderId)?.totalMinor;
    return ordered === undefined || ordered === totalMinor
      ? []
      : [`${orderId} was shown at ${totalMinor} and ordered at ${ordered}`];
  });
  if (bank === undefined && placed.length === 0) return leftOut(4, what, 'nothing was ordered');
  return exact(4, { what, broken, found: `${placed.length} totals`, from: ['buyers', 'shop'] });
}
