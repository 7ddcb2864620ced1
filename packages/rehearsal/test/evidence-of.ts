import type { Evidence, PlacedOrder } from '../src/index.ts';

const PRICE_MINOR = 2500;

/** A sale of three tickets to three people, of whom two have paid, in which all went well; or these differences. */
export function evidenceOf(differences: Partial<Evidence> = {}): Evidence {
  return {
    ...{ capacity: 3, priceMinor: PRICE_MINOR },
    placed: [placed('a'), placed('b', { repeats: ['b'] }), placed('c')],
    shop: new Map([
      ['a', { status: 'confirmed', totalMinor: PRICE_MINOR }],
      ['b', { status: 'confirmed', totalMinor: PRICE_MINOR }],
      ['c', { status: 'expired', totalMinor: PRICE_MINOR }],
    ]),
    books: [
      { capacity: 3, remaining: 0, held: 3, sold: 0 },
      { capacity: 3, remaining: 1, held: 0, sold: 2 },
    ],
    bank: [bankSum('a'), bankSum('b'), bankSum('c', { payments: 0, paidMinor: 0 })],
    office: new Map([
      ['a', { status: 'confirmed', tickets: 1, totalMinor: PRICE_MINOR }],
      ['b', { status: 'confirmed', tickets: 1, totalMinor: PRICE_MINOR }],
      ['c', { status: 'expired', tickets: 1, totalMinor: PRICE_MINOR }],
    ]),
    tickets: new Map([
      ['a', [{ code: 'CODEA', isSigned: true }]],
      ['b', [{ code: 'CODEB', isSigned: true }]],
    ]),
    mails: new Map([
      ['a@example.com', 1],
      ['b@example.com', 1],
    ]),
    entrance: {
      scans: [
        { code: 'CODEA', admitted: true, kind: 'first' },
        { code: 'CODEA', admitted: false, kind: 'again' },
        { code: 'CODEB', admitted: true, kind: 'first' },
        { code: 'CODEX', admitted: false, kind: 'forged' },
      ],
      inside: 2,
    },
    isDisturbed: false,
    people: { triedToCheat: 1, stolen: 0, unanswered: 0, stranded: 0 },
    answers: new Map([
      ['order 201', 3],
      ['order 503', 1],
    ]),
    probes: [
      {
        ...{ what: 'an unknown field', wanted: '400', got: '400', isRight: true },
        promise: 4,
      },
      {
        ...{ what: 'the orders of the office', wanted: '401', got: '401', isRight: true },
        promise: 5,
      },
    ],
    ...differences,
  };
}

export function placed(orderId: string, differences: Partial<PlacedOrder> = {}): PlacedOrder {
  return {
    ...{ orderId, email: `${orderId}@example.com`, qty: 1, totalMinor: PRICE_MINOR, repeats: [] },
    ...differences,
  };
}

export function bankSum(
  orderId: string,
  differences: {
    payments?: number;
    paidMinor?: number;
    refundedMinor?: number;
    openMinor?: number;
  } = {},
) {
  return {
    ...{ orderId, payments: 1, paidMinor: PRICE_MINOR, refundedMinor: 0, openMinor: 0 },
    ...differences,
  };
}
