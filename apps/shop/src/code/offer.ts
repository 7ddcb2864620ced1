import type { CodeOffer, Ticket } from '@onsale/api-client';
import { discountMinorOf, isDiscounted } from '@onsale/contracts/discount';
import { minorDigitsOf } from '@onsale/i18n';
import type { Lack, OrderLimits, PickedLine } from '../event/basket.ts';

/** Whether a code can be used at a moment of the server: Unix time in ms. */
export function isInTime(
  { validFrom, validTo }: Pick<CodeOffer, 'validFrom' | 'validTo'>,
  nowMs: number,
): boolean {
  const hasBegun = validFrom === undefined || nowMs >= Date.parse(validFrom);
  return hasBegun && (validTo === undefined || nowMs < Date.parse(validTo));
}

/** What there is to choose from with a code: first what only it sells, or sells already. */
export function ticketsWith(offer: CodeOffer | undefined, tickets: readonly Ticket[]): Ticket[] {
  const own = offer?.tickets ?? [];
  const others = tickets.filter(({ id }) => own.every((ticket) => ticket.id !== id));
  const most = offer?.maxPerOrder;
  return [...own, ...others].map((ticket) =>
    most === undefined || ticket.maxPerOrder === undefined
      ? ticket
      : { ...ticket, maxPerOrder: Math.max(most, ticket.maxPerOrder) },
  );
}

/** By how much less than the sum of the lines is paid, in the currency. The gateway counts the same. */
export function discountOf(
  offer: CodeOffer | undefined,
  lines: readonly PickedLine[],
  currency: string,
): number {
  if (offer === undefined) return 0;
  const scale = 10 ** minorDigitsOf(currency);
  const minor = (amount: number) => Math.round(amount * scale);
  const { unit, percent, amount, discounted, leastTotal = 0, totalStep } = offer;
  const discountMinor = discountMinorOf(
    { unit, percent, discounted, amountMinor: amount === undefined ? undefined : minor(amount) },
    lines
      .filter(({ ticket }) => ticket.currency === currency)
      .map(({ ticket, qty }) => ({ ticketId: ticket.id, qty, unitMinor: minor(ticket.price) })),
    { leastMinor: minor(leastTotal), stepMinor: totalStep === undefined ? 1 : minor(totalStep) },
  );
  return discountMinor / scale;
}

/** The code that an order of these lines names: none where it would make no difference. */
export function codeFor(
  offer: CodeOffer | undefined,
  lines: readonly PickedLine[],
): string | undefined {
  if (offer === undefined) return undefined;
  const isUsed = offer.maxPerOrder !== undefined || countedOf(offer, lines) > 0;
  return isUsed ? offer.code : undefined;
}

/** What keeps a code from being used for so many tickets. */
export function lacksOfCode(offer: CodeOffer | undefined, lines: readonly PickedLine[]): Lack[] {
  const { unit, usesLeft = Infinity } = offer ?? {};
  if (offer === undefined || unit === 'order' || countedOf(offer, lines) <= usesLeft) return [];
  return [{ uses: usesLeft }];
}

/** The limits of an order with a code, which may allow more than event and shop do. */
export function limitsWith(
  offer: CodeOffer | undefined,
  limits: OrderLimits,
  mostOfCustomer = Infinity,
): OrderLimits {
  const most = Math.max(limits.most, Math.min(offer?.maxPerOrder ?? 0, mostOfCustomer));
  return { ...limits, most };
}

// Tickets that the code opens, or makes cheaper.
function countedOf(offer: CodeOffer, lines: readonly PickedLine[]): number {
  const opened = new Set(offer.tickets.map(({ id }) => id));
  const { percent, discounted, unit, amount: amountMinor } = offer;
  return lines
    .filter(
      ({ ticket: { id } }) =>
        opened.has(id) || isDiscounted({ unit, percent, amountMinor, discounted }, id),
    )
    .reduce((sum, { qty }) => sum + qty, 0);
}
