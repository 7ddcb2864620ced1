import {
  type Ledger,
  type LineAddress,
  type LinePaceLimits,
  readLineSettings,
  readLineState,
  type StoredEvent,
} from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import { PaceEstimate } from '../pace/estimate-pace.ts';
import { isCrowded, judgeShop, type ShopReading, type ShopState } from '../pace/judge-shop.ts';
import { Pace } from '../pace/pace.ts';
import { shareCalls } from '../pace/share-calls.ts';
import type { ShopWatch } from '../pace/shop-watch.ts';
import { hasEnded } from './line-status.ts';
import { type LineReport, showLine } from './show-line.ts';
import { readTicketsLeft } from './tickets-left.ts';

/** What a line is seen with. */
export interface ViewParts {
  ledger: Ledger;
  shops: Pick<ShopWatch, 'read'>;
  logger: Logger;
  /** What each of the other lines wants of the calls to the payment provider. */
  othersWantPerS: () => number[];
}

/** What a look has shown; `atMs` is a time in ms of which only differences count. */
export type Look = LineReport & { reading: ShopReading; atMs: number };

/** What is seen of the line of one event: what everybody is told about it, and how fast people may be admitted. */
export class LineView {
  readonly #parts: ViewParts;
  readonly #pace = new Pace();
  readonly #estimate = new PaceEstimate();
  #limits: LinePaceLimits = { perSecond: 0, maxTurns: 0 };
  #wantedCallsPerS = 0;
  #report: LineReport | undefined;
  #page: string | undefined;

  constructor(parts: ViewParts) {
    this.#parts = parts;
  }

  /** What was seen last; undefined before the first look. */
  get report(): LineReport | undefined {
    return this.#report;
  }

  /** The pace that is aimed at. */
  get limits(): LinePaceLimits {
    return this.#limits;
  }

  /** What this line wants of the calls to the payment provider, which all lines share: one for each who is admitted. */
  get wantedCallsPerS(): number {
    return this.#wantedCallsPerS;
  }

  /** `GET /lines/:eventId` as JSON; undefined before the first look. */
  get page(): string | undefined {
    return this.#page;
  }

  /** Reads the line, what is left, and how the shop is. */
  async look(event: StoredEvent): Promise<Look> {
    const { ledger, othersWantPerS } = this.#parts;
    const line: LineAddress = { shard: event.shard, eventId: event.document.id };
    const [state, settings, tickets, reading] = await Promise.all([
      readLineState(ledger, line),
      readLineSettings(ledger, line),
      readTicketsLeft(ledger, event.shard, event.document),
      this.#readShop(event),
    ]);
    const [atMs, nowMs] = [performance.now(), Date.now()];
    const calls = reading.providerCalls;
    const shop = judgeShop(reading);
    this.#limits = this.#pace.next(
      { atMs, ...state },
      {
        shop,
        left: tickets.remainingOfAll,
        callsPerS: calls && shareCalls(calls.mostPerSecond, othersWantPerS()),
        mostPerMinute: event.document.waitingRoom?.perMinute,
        setPerMinute: settings.perMinute,
        isPaused: settings.isPaused || settings.isClosed || !isSold(event, nowMs),
      },
    );
    this.#wantedCallsPerS = calls === undefined ? 0 : this.#pace.wantedPerS;
    const hasWaiting = state.waiting > 0 && state.phase === 'open';
    this.#estimate.add({ atMs, admitted: state.admitted, hasWaiting });
    const report = this.#show({ event, state, settings, tickets, shop, nowMs });
    return { ...report, reading, atMs };
  }

  /** Whether more orders come than are settled, in the part of the shop that serves an event. */
  async isCrowded(event: StoredEvent): Promise<boolean> {
    return isCrowded(await this.#readShop(event));
  }

  /** Nothing can be read, so what was seen last is told, and that nobody is admitted. */
  tellTrouble(why: string): void {
    this.#wantedCallsPerS = 0;
    if (this.#report === undefined) return;
    this.#show({ ...this.#report, shop: { is: 'down', why }, nowMs: Date.now() });
  }

  async #readShop({ shard, document }: StoredEvent): Promise<ShopReading> {
    const isPaidOnline = document.paymentMethods?.includes('online') === true;
    return await this.#parts.shops.read(shard, { isPaidOnline });
  }

  #show(seen: Omit<LineReport, 'perMinute'>): LineReport {
    const before = this.#report?.shop;
    const report = { ...seen, perMinute: this.#estimate.perMinute };
    this.#report = report;
    this.#page = JSON.stringify(showLine(report));
    if (report.state.phase === 'open') this.#logShop(before, report);
    return report;
  }

  #logShop(before: ShopState | undefined, { event, shop }: LineReport): void {
    if (before?.is === shop.is) return;
    const { logger } = this.#parts;
    const eventId = event.document.id;
    if (shop.is === 'down') {
      logger.warn({ eventId, why: shop.why }, 'the line halts');
    } else if (before?.is === 'down') logger.info({ eventId }, 'the line goes on');
  }
}

function isSold(event: StoredEvent, nowMs: number): boolean {
  return event.status === 'on_sale' && !hasEnded(event, nowMs);
}
