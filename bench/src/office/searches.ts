import type { Season } from './generate-season.ts';

/** What people type, by kind: of each of these orders, so that no two are the same. */
export function searchesOf({ samples }: Season): Record<string, string[]> {
  const each = (text: (sample: Season['samples'][number]) => string | undefined) => [
    ...new Set(samples.flatMap((sample) => text(sample) ?? [])),
  ];
  return {
    'full name': each(({ name }) => name),
    'family name': each(({ name }) => familyOf(name)),
    'part of a name': each(({ name }) => familyOf(name).slice(1, 6)),
    'given name': each(({ name }) => name.split(' ')[0]),
    'two letters': each(({ name }) => name.slice(0, 2)),
    'name in plain letters': each(({ name }) => plain(name)),
    'name and address': each(({ name, email }) => `${familyOf(name)} ${email.split('@')[0]}`),
    address: each(({ email }) => email),
    'part of an address': each(({ email }) => email.split('.').slice(-2).join('.').slice(0, 9)),
    'order id': each(({ orderId }) => orderId),
    'part of an order id': each(({ orderId }) => orderId.slice(0, 9)),
    'reference of a payment': each(({ paymentId }) => paymentId),
    'reference of a checkout': each(({ paymentId }) => {
      return paymentId === undefined ? undefined : `cs_${paymentId}`.slice(0, 14);
    }),
    'name that nobody has': each(({ orderId }) => `Xqv${orderId.slice(20)}`),
  };
}

function familyOf(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

// As on a keyboard that has no umlauts.
function plain(name: string): string {
  return name
    .replaceAll(/[äöü]/gi, (letter) => `${letter.normalize('NFD')[0]}e`)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '');
}
