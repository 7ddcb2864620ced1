import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact, leftOut } from './finding.ts';

/** Promise 3: what came twice had its effect once. */
export function judgeDoubles(evidence: Evidence): Finding[] {
  const { placed } = evidence;
  const repeats = placed.reduce((sum, order) => sum + order.repeats.length, 0);
  const other = placed.filter(({ orderId, repeats: ids }) => ids.some((id) => id !== orderId));
  const shared = placed.length - new Set(placed.map(({ orderId }) => orderId)).size;
  return [
    exact(3, {
      what: 'A request that is repeated leads to the same order',
      broken: [
        ...other.map(({ orderId, repeats: ids }) => `${orderId} became ${ids.join(', ')}`),
        ...(shared > 0 ? [`${shared} purchases share an order`] : []),
      ],
      found: `${repeats} repeated requests`,
      from: ['buyers'],
    }),
    judgeCharges(evidence),
    judgeMails(evidence),
    judgeCodes(evidence),
    judgeEntrance(evidence),
  ];
}

function judgeCharges({ bank, placed, priceMinor }: Evidence): Finding {
  const what = 'Nobody is charged twice';
  if (bank === undefined) return leftOut(3, what, 'the bank was not asked');
  const dueMinor = new Map(placed.map(({ orderId, qty }) => [orderId, qty * priceMinor]));
  const broken = bank.flatMap(({ orderId, paidMinor, refundedMinor }) =>
    paidMinor - refundedMinor > (dueMinor.get(orderId) ?? 0)
      ? [`${orderId} was charged ${paidMinor - refundedMinor} of ${dueMinor.get(orderId) ?? 0}`]
      : [],
  );
  const payments = bank.reduce((sum, each) => sum + each.payments, 0);
  return exact(3, { what, broken, found: `${payments} payments`, from: ['bank'] });
}

function judgeMails({ mails, placed, shop }: Evidence): Finding {
  const what = 'Nobody has the same mail twice';
  if (mails === undefined) return leftOut(3, what, 'a running shop sends no mails of a rehearsal');
  const orders = new Map<string, number>();
  for (const { orderId, email } of placed) {
    if (shop.get(orderId)?.status === 'confirmed') orders.set(email, (orders.get(email) ?? 0) + 1);
  }
  const broken = [...mails].flatMap(([email, count]) =>
    count > (orders.get(email) ?? 0)
      ? [`${email} has ${count} mails for ${orders.get(email) ?? 0} orders with tickets`]
      : [],
  );
  return exact(3, { what, broken, found: `${mails.size} addresses`, from: ['mails', 'shop'] });
}

function judgeCodes({ tickets }: Evidence): Finding {
  const what = 'No two tickets have the same code';
  if (tickets === undefined) return leftOut(3, what, 'nobody delivers tickets here');
  const codes = [...tickets.values()].flat().map(({ code }) => code);
  const twice = codes.length - new Set(codes).size;
  return exact(3, {
    ...{ what, found: `${codes.length} codes`, from: ['delivery'] },
    broken: twice > 0 ? [`${twice} codes are there twice`] : [],
  });
}

function judgeEntrance({ entrance }: Evidence): Finding {
  const what = 'No ticket lets in two people';
  if (entrance === undefined) return leftOut(3, what, 'nobody stood at the entrance');
  const admitted = Map.groupBy(
    entrance.scans.filter((scan) => scan.admitted),
    ({ code }) => code,
  );
  const broken = [...admitted].flatMap(([code, scans]) =>
    scans.length > 1 ? [`${code.slice(0, 12)}… let in ${scans.length}`] : [],
  );
  const again = entrance.scans.filter(({ kind }) => kind === 'again').length;
  return exact(3, {
    ...{ what, broken, from: ['entrance'] },
    found: `${admitted.size} let in; ${again} tickets were shown again`,
  });
}
