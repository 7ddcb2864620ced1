import { newOrderId, type Order } from '@onsale/ledger';
import { addKey } from '@onsale/ticket-codes';
import { issueTickets } from '@onsale/tickets';
import { renderDocumentPdf, renderTicketsPdf, type TicketsContent } from '@onsale/tickets/pdf';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { perCpuS } from './measure/process-cpu.ts';
import { absolute, interleave } from './measure/rounds.ts';

const [signing] = addKey([]);
const TICKETS = 2;

/** What delivery makes of orders. Its PDFs bound the mails, which carry them. */
export const delivery: Benchmark = {
  name: 'delivery',
  about: 'tickets that are signed, and PDFs of tickets and receipts, for each second of CPU',
  run: async (scale) => {
    const order = orderOf(TICKETS);
    const content = contentOf(order);
    const receipt = receiptOf(order);
    const work = {
      signed: () => Promise.resolve(issueTickets(order, undefined, { signing }).length),
      printed: async () => Number((await renderTicketsPdf(content)).length > 0),
      receipts: async () => Number((await renderDocumentPdf(receipt)).length > 0),
    };
    for (const one of Object.values(work)) await during(scale.warmUpMs, one);
    const figures = await interleave(scale.rounds, {
      signed: () => perSecond(scale, work.signed),
      printed: () => perSecond(scale, work.printed),
      receipts: () => perSecond(scale, work.receipts),
    });
    const bytes = (await renderTicketsPdf(content)).length;
    return [
      row('tickets signed', 'tickets/CPU s', figures.signed, { atLeast: 1000 }),
      row(`PDFs of ${TICKETS} tickets`, 'PDFs/CPU s', figures.printed, { atLeast: 10 }),
      row('PDFs of receipts', 'PDFs/CPU s', figures.receipts, undefined),
      row(`size of a PDF of ${TICKETS} tickets`, 'bytes', [bytes], { atMost: 150_000 }),
    ];
  },
};

function row(what: string, unit: string, ours: readonly number[], goal: Row['goal']): Row {
  return absolute({ what, unit, ours, goal });
}

async function perSecond(scale: Scale, work: () => Promise<number>): Promise<number> {
  const before = process.cpuUsage();
  const made = await during(scale.roundMs, work);
  const { user, system } = process.cpuUsage(before);
  return perCpuS(made, (user + system) / 1e6);
}

async function during(durationMs: number, work: () => Promise<number>): Promise<number> {
  const endMs = performance.now() + durationMs;
  let made = 0;
  do made += await work();
  while (performance.now() < endMs);
  return made;
}

function orderOf(qty: number): Order {
  return {
    ...{ id: newOrderId(0, Date.now()), createdAtMs: Date.now(), status: 'confirmed' },
    ...{ reason: undefined, settledAtMs: undefined, heldUntilMs: undefined },
    ...{ giveUpAtMs: undefined, cause: undefined },
    ...{ eventId: 'show', currency: 'EUR', paymentMethod: 'online', totalMinor: qty * 4900 },
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    lines: [{ ticketId: 'adult', type: 'adult', qty, unitMinor: 4900 }],
    extras: { holders: [[0, 1, 'Ada Lovelace', 1]] },
  };
}

function contentOf(order: Order): TicketsContent {
  const issued = issueTickets(order, undefined, { signing });
  return {
    ...{ language: 'de', order: '06fh3k2m9a01-3fa9c2', seller: { name: 'Onsale Demo' } },
    event: {
      ...{ id: 'show', name: 'Die lange Nacht der Museen', venue: 'Altes Museum', city: 'Berlin' },
      ...{ startsAt: '2087-06-18T18:00:00Z', timeZone: 'Europe/Berlin' },
    },
    tickets: issued.map(({ place, name, holder, code = '' }) => ({
      ...{ place, of: issued.length, name, code, text: 'Einlass am Lustgarten, Tür B.' },
      ...(holder === undefined ? {} : { holder }),
    })),
  };
}

function receiptOf(order: Order): Parameters<typeof renderDocumentPdf>[0] {
  const at = new Date(order.createdAtMs).toISOString();
  return {
    ...{ kind: 'receipt', number: 'R-2087-000001', language: 'de', timeZone: 'Europe/Berlin' },
    ...{ issuedAt: at, placedAt: at, order: '06fh3k2m9a01-3fa9c2', currency: 'EUR' },
    seller: { name: 'Onsale Demo GmbH', address: 'Musterstraße 1\n10115 Berlin', vatId: 'DE1' },
    event: { name: 'Die lange Nacht der Museen', startsAt: '2087-06-18T18:00:00Z' },
    lines: [{ name: 'Erwachsene', qty: TICKETS, unitMinor: 4900, totalMinor: TICKETS * 4900 }],
    ...{ totalMinor: order.totalMinor, taxMinor: 1565, taxRate: 19 },
  };
}
