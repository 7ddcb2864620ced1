import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact, leftOut } from './finding.ts';

/** Promise 6 as it is seen from outside: each thing is done in one place, so that all who are asked say the same. */
export function judgeAgreement(evidence: Evidence): Finding[] {
  return [judgeRecords(evidence), judgeMoney(evidence), judgeCheckIns(evidence)];
}

// Refused orders need not be recorded for ever.
function judgeRecords({ office, shop, placed }: Evidence): Finding {
  const what = 'The office has the same orders as the shop';
  if (office === undefined)
    return leftOut(6, what, 'rehearsals in a running shop are not recorded');
  const broken = placed.flatMap(({ orderId, qty }) => {
    const [shown, recorded] = [shop.get(orderId), office.get(orderId)];
    if (shown?.status !== 'confirmed' && recorded === undefined) return [];
    if (recorded === undefined) return [`${orderId} is not recorded`];
    if (recorded.status !== shown?.status) {
      return [`${orderId} is ${shown?.status ?? 'missing'}, and recorded as ${recorded.status}`];
    }
    return recorded.tickets === qty ? [] : [`${orderId} is recorded with other tickets`];
  });
  const known = new Set(placed.map(({ orderId }) => orderId));
  const strange = [...office.keys()].filter((orderId) => !known.has(orderId));
  return exact(6, {
    what,
    broken: [...broken, ...strange.map((orderId) => `nobody here has ordered ${orderId}`)],
    found: `${office.size} recorded orders`,
    from: ['office', 'shop'],
  });
}

function judgeMoney({ office, bank }: Evidence): Finding {
  const what = 'The bank has as much as the office has sold';
  if (office === undefined || bank === undefined)
    return leftOut(6, what, 'one of them was not asked');
  const soldMinor = [...office.values()]
    .filter(({ status }) => status === 'confirmed')
    .reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  const keptMinor = bank.reduce((sum, each) => sum + each.paidMinor - each.refundedMinor, 0);
  return exact(6, {
    what,
    broken: soldMinor === keptMinor ? [] : [`${soldMinor} sold, ${keptMinor} at the bank`],
    found: `${soldMinor} minor units`,
    from: ['office', 'bank'],
  });
}

function judgeCheckIns({ entrance }: Evidence): Finding {
  const what = 'The office has let in as many as the devices';
  if (entrance === undefined) return leftOut(6, what, 'nobody stood at the entrance');
  const admitted = new Set(entrance.scans.filter((scan) => scan.admitted).map(({ code }) => code));
  const { inside } = entrance;
  return exact(6, {
    what,
    broken:
      inside === admitted.size ? [] : [`${inside} by the office, ${admitted.size} by devices`],
    found: `${inside} people`,
    from: ['office', 'entrance'],
  });
}
