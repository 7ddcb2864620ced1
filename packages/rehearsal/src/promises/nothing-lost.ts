import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact, leftOut } from './finding.ts';

const OUTCOMES = new Set(['confirmed', 'rejected', 'expired', 'cancelled', 'refunded']);

/** Promise 2: every order has an outcome, every payment its tickets or its way back, every buyer tickets and a mail. */
export function judgeLosses(evidence: Evidence): Finding[] {
  const { placed, shop } = evidence;
  const open = placed.filter(({ orderId }) => !OUTCOMES.has(shop.get(orderId)?.status ?? ''));
  return [
    exact(2, {
      what: 'Every order that was taken has an outcome',
      broken: open.map(({ orderId }) => `${orderId} is ${shop.get(orderId)?.status ?? 'missing'}`),
      found: `${placed.length} orders`,
      from: ['buyers', 'shop'],
    }),
    judgeMoney(evidence),
    judgeTickets(evidence),
    judgeMails(evidence),
  ];
}

function judgeMoney({ bank, shop, placed, priceMinor }: Evidence): Finding {
  const what = 'Whoever has paid has the tickets, or the money back';
  if (bank === undefined) return leftOut(2, what, 'the bank was not asked');
  const sums = new Map(bank.map((sum) => [sum.orderId, sum]));
  const broken = placed.flatMap(({ orderId, qty }) => {
    const sum = sums.get(orderId);
    const keptMinor = (sum?.paidMinor ?? 0) - (sum?.refundedMinor ?? 0);
    const isConfirmed = shop.get(orderId)?.status === 'confirmed';
    if ((sum?.openMinor ?? 0) > 0) return [`money of ${orderId} is still on its way`];
    if (!isConfirmed && keptMinor > 0) return [`${orderId} has no tickets, and its money stayed`];
    if (isConfirmed && keptMinor < qty * priceMinor) return [`${orderId} has tickets unpaid`];
    return [];
  });
  const known = new Set(placed.map(({ orderId }) => orderId));
  const strange = bank.filter(({ orderId, paidMinor }) => paidMinor > 0 && !known.has(orderId));
  const paid = bank.filter(({ paidMinor }) => paidMinor > 0).length;
  return exact(2, {
    what,
    broken: [...broken, ...strange.map(({ orderId }) => `nobody here has ordered ${orderId}`)],
    found: `${paid} orders with money`,
    from: ['bank', 'shop'],
  });
}

function judgeTickets({ tickets, placed, shop }: Evidence): Finding {
  const what = 'Every confirmed order has its tickets, signed by the shop';
  if (tickets === undefined) return leftOut(2, what, 'nobody delivers tickets here');
  const confirmed = placed.filter(({ orderId }) => shop.get(orderId)?.status === 'confirmed');
  const broken = confirmed.flatMap(({ orderId, qty }) => {
    const given = tickets.get(orderId) ?? [];
    if (given.length !== qty) return [`${orderId} has ${given.length} of ${qty} tickets`];
    return given.every(({ isSigned }) => isSigned) ? [] : [`a ticket of ${orderId} is not signed`];
  });
  const count = [...tickets.values()].reduce((sum, given) => sum + given.length, 0);
  return exact(2, { what, broken, found: `${count} tickets`, from: ['delivery', 'shop'] });
}

function judgeMails({ mails, placed, shop }: Evidence): Finding {
  const what = 'Every buyer with tickets has a mail';
  if (mails === undefined) return leftOut(2, what, 'a running shop sends no mails of a rehearsal');
  const confirmed = placed.filter(({ orderId }) => shop.get(orderId)?.status === 'confirmed');
  const byAddress = Map.groupBy(confirmed, ({ email }) => email);
  const broken = [...byAddress].flatMap(([email, orders]) => {
    const got = mails.get(email) ?? 0;
    return got < orders.length ? [`${email} has ${got} of ${orders.length} mails`] : [];
  });
  const found = `${[...mails.values()].reduce((sum, count) => sum + count, 0)} mails`;
  return exact(2, { what, broken, found, from: ['mails', 'shop'] });
}
