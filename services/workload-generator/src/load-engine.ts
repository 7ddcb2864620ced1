import type { LoadConfig, LoadSecond, LoadState, MixEntry } from '@onsale/contracts';
import { Pool } from 'undici';
import type { EngineHistograms, EngineSetup, EngineStats } from './engine-messages.ts';
import { CUT_OFF, errorKind } from './error-kind.ts';
import { type Click, LoadRequest, type RequestKind } from './load-request.ts';
import { OrderFollower } from './order-follower.ts';
import { OrderBodies } from './order-mix.ts';
import { durationOf, planOf, rateAt, requestsOf, type Segment } from './plan.ts';
import { Schedule } from './schedule.ts';
import { StepWatch } from './step-watch.ts';
import { Tally } from './tally.ts';

/** The longest sleep of the pacing loop: a stop or a new rate is never far away. */
const MAX_SLEEP_MS = 50;
/** Sent in one turn at most while catching up, so that answers are read in between. */
const MAX_BURST = 500;
const STATS_EVERY_MS = 500;
const SECOND_MS = 1000;
/** How long a stop waits for answers, and then for the orders that are followed. */
const STOP_GRACE_MS = 1000;

/**
 * Sends a load by the clock: what is due is sent, whatever became of the requests before. When the
 * generator itself is late, the lag is measured; when too many requests are under way, what is due
 * is counted as dropped. Everything that it keeps has a fixed size, but for the requests under way.
 *
 * A run goes through three phases: *running* (by the plan), *settling* (nothing is sent; first the
 * last answers come in, then the followed orders reach their final state), *finished*.
 */
export class LoadEngine {
  readonly #setup: EngineSetup;
  readonly #report: (
    stats: EngineStats,
    seconds: LoadSecond[],
    histograms?: EngineHistograms,
  ) => void;
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #bodies: OrderBodies;
  readonly #follower: OrderFollower;
  readonly #tally = new Tally();
  #config: LoadConfig;
  #segments: Segment[] = [];
  #schedule: Schedule;
  #stepWatch: StepWatch | undefined;
  #state: LoadState = 'running';
  #startMs = 0;
  /** Since the start; the next request is due then. */
  #dueMs = 0;
  #plannedMs = 0;
  #lastSentMs = 0;
  /** When sending ended, since the start. */
  #sendingEndedMs: number | undefined;
  #stopped = false;
  #drainedMs: number | undefined;
  #inFlight = 0;
  #followShare = 0;
  #lastClick: Click | undefined;
  #timer: NodeJS.Timeout | undefined;
  #secondStartMs = 0;
  #atSecondStart = { sent: 0, success: 0, failure: 0, dropped: 0 };
  #achievedRps = 0;
  #seconds: LoadSecond[] = [];
  #nextStatsMs = 0;

  constructor(
    setup: EngineSetup,
    report: (stats: EngineStats, seconds: LoadSecond[], histograms?: EngineHistograms) => void,
  ) {
    this.#setup = setup;
    this.#report = report;
    this.#config = setup.config;
    const target = new URL(setup.target);
    this.#basePath = target.pathname.replace(/\/$/, '');
    this.#pool = new Pool(target.origin, {
      connections: setup.config.connections,
      pipelining: 1,
      headersTimeout: setup.config.timeoutMs,
      bodyTimeout: setup.config.timeoutMs,
      connect: { timeout: setup.config.timeoutMs },
    });
    this.#follower = new OrderFollower(target);
    this.#bodies = new OrderBodies(setup.runId);
    this.#schedule = this.#plan(0);
    this.#bodies.use(setup.mix, setup.config.paymentMethod);
  }

  start(): void {
    this.#startMs = performance.now();
    this.#dueMs = this.#schedule.next() * 1000;
    this.#tick();
  }

  /** Goes on by another configuration, from the same moment of the plan on. */
  change(config: LoadConfig, mix: readonly MixEntry[]): void {
    if (this.#state !== 'running') return;
    const same = (['rps', 'durationS', 'profile', 'stages', 'arrivals', 'part'] as const).every(
      (field) => JSON.stringify(config[field]) === JSON.stringify(this.#config[field]),
    );
    this.#config = config;
    this.#bodies.use(mix, config.paymentMethod);
    if (same) return;
    this.#schedule = this.#plan(this.#elapsedMs() / 1000);
    this.#dueMs = this.#schedule.next() * 1000;
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  #plan(fromS: number): Schedule {
    const { arrivals, part, profile } = this.#config;
    this.#segments = planOf(this.#config);
    this.#plannedMs = durationOf(this.#segments) * 1000;
    // A plan that is changed half-way has no comparable steps any more.
    this.#stepWatch =
      profile === 'steps' && fromS === 0 ? new StepWatch(this.#segments) : undefined;
    return new Schedule({ segments: this.#segments, arrivals, part, fromS });
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  #wake(): void {
    clearTimeout(this.#timer);
    this.#tick();
  }

  #tick(): void {
    if (this.#state === 'finished') return;
    const nowMs = this.#elapsedMs();
    if (this.#state === 'running') this.#sendDue(nowMs);
    if (nowMs - this.#secondStartMs >= SECOND_MS && this.#drainedMs === undefined) {
      this.#closeSecond(nowMs);
    }
    if (this.#state === 'running') this.#endSending(nowMs);
    else if (this.#drainedMs === undefined) this.#drain(nowMs);
    else if (this.#isSettled(nowMs)) {
      void this.#finish();
      return;
    }
    if (nowMs >= this.#nextStatsMs) {
      this.#nextStatsMs = nowMs + STATS_EVERY_MS;
      this.#tell();
    }
    const sleepMs =
      this.#state === 'running'
        ? Math.min(MAX_SLEEP_MS, Math.floor(this.#dueMs - this.#elapsedMs()))
        : MAX_SLEEP_MS;
    this.#timer = setTimeout(() => this.#tick(), Math.max(1, sleepMs));
  }

  #sendDue(nowMs: number): void {
    if (this.#stopped || this.#dueMs > nowMs) return;
    const { part, shares, followMaxPerS } = this.#config;
    const orderShare = Math.max(0, 1 - shares.duplicates - shares.badRequests - shares.readers);
    const ordersPerS = (rateAt(this.#segments, nowMs / 1000) * orderShare) / part.of;
    this.#followShare = ordersPerS <= followMaxPerS ? 1 : followMaxPerS / ordersPerS;
    for (let burst = 0; burst < MAX_BURST && this.#dueMs <= nowMs; burst++) {
      if (this.#inFlight >= this.#setup.maxInFlight) this.#tally.dropped++;
      else this.#send(this.#startMs + this.#dueMs);
      this.#dueMs = this.#schedule.next() * 1000;
    }
    this.#lastSentMs = this.#elapsedMs();
  }

  #send(dueMs: number): void {
    const kind = this.#kind();
    this.#tally.sent++;
    this.#tally.requests[kind]++;
    this.#inFlight++;
    this.#tally.schedulerLag.record(performance.now() - dueMs);
    const click = this.#clickOf(kind);
    const request = new LoadRequest({
      kind,
      dueMs,
      timeoutMs: this.#config.timeoutMs,
      click,
      followed: kind === 'orders' && this.#config.followMaxPerS > 0 && this.#isSampled(),
      compared: click !== undefined && this.#config.shares.duplicates > 0,
      end: this,
    });
    if (kind === 'readers') {
      this.#pool.dispatch({ method: 'GET', path: `${this.#basePath}/tickets` }, request);
      return;
    }
    const headers = ['content-type', 'application/json'];
    if (click !== undefined) headers.push('idempotency-key', click.key);
    this.#pool.dispatch(
      {
        method: 'POST',
        path: `${this.#basePath}/orders`,
        headers,
        body: click?.body ?? this.#bodies.badOrder(),
      },
      request,
    );
  }

  #isSampled(): boolean {
    return this.#followShare >= 1 || Math.random() < this.#followShare;
  }

  #kind(): RequestKind {
    const { duplicates, badRequests, readers } = this.#config.shares;
    if (duplicates + badRequests + readers === 0) return 'orders';
    const at = Math.random();
    if (at < duplicates) return this.#lastClick === undefined ? 'orders' : 'duplicates';
    if (at < duplicates + badRequests) return 'badRequests';
    return at < duplicates + badRequests + readers ? 'readers' : 'orders';
  }

  #clickOf(kind: RequestKind): Click | undefined {
    if (kind === 'duplicates') return this.#lastClick;
    if (kind !== 'orders') return undefined;
    this.#lastClick = this.#bodies.order();
    return this.#lastClick;
  }

  /** Called by a request whose answer has come. */
  answered(request: LoadRequest, status: number, body: string): void {
    this.#measure(request);
    const tally = this.#tally;
    tally.answered(status);
    if (isExpected(request.kind, status, body)) tally.success++;
    else tally.unexpected(status, body);
    if (request.click === undefined) return;
    if (status === 409 && request.kind === 'orders' && isSoldOut(body)) tally.soldOut++;
    if (status !== 201) return;
    if (request.kind === 'orders') tally.accepted++;
    if (body === '') return;
    const orderId = orderIdOf(body);
    if (orderId === undefined) return;
    this.#compare(request.click, orderId);
    if (request.followed) this.#follower.follow(orderId, request.dueMs);
  }

  /** Called by a request that will get no answer. */
  failed(request: LoadRequest, error: Error): void {
    this.#measure(request);
    // Cut off at the end of a plan means: it had its whole time. After a stop it had not.
    const isCutOff = this.#sendingEndedMs !== undefined && !this.#stopped;
    const kind = errorKind(error);
    this.#tally.failed(isCutOff && kind === CUT_OFF ? 'timeout' : kind);
  }

  #measure(request: LoadRequest): void {
    this.#inFlight--;
    const nowMs = performance.now();
    this.#tally.latency.record(nowMs - request.dueMs);
    // The loop is awake anyway: what has become due meanwhile need not wait for the timer.
    if (this.#state === 'running') this.#sendDue(nowMs - this.#startMs);
    if (request.writtenMs > 0) this.#tally.serviceTime.record(nowMs - request.writtenMs);
    this.#stepWatch?.answered(nowMs - request.dueMs);
  }

  #compare(click: Click, orderId: string): void {
    if (click.orderId === undefined) {
      click.orderId = orderId;
      return;
    }
    this.#tally.duplicatesChecked++;
    if (click.orderId !== orderId) this.#tally.duplicated++;
  }

  #closeSecond(nowMs: number): void {
    const { sent, success, failure, dropped, latency, serviceTime, schedulerLag } = this.#tally;
    const before = this.#atSecondStart;
    const spanS = (nowMs - this.#secondStartMs) / 1000;
    const { count: _count, ...percentiles } = latency.closeSecond();
    serviceTime.closeSecond();
    schedulerLag.closeSecond();
    this.#achievedRps = (sent - before.sent) / spanS;
    const middleS = (this.#secondStartMs + nowMs) / 2000;
    this.#seconds.push({
      fromS: round(this.#secondStartMs / 1000),
      spanS: round(spanS),
      targetRps: round(rateAt(this.#segments, middleS) / this.#config.part.of),
      sentRps: round(this.#achievedRps),
      success: success - before.success,
      failure: failure - before.failure,
      dropped: dropped - before.dropped,
      inFlight: this.#inFlight,
      ...percentiles,
    });
    this.#atSecondStart = { sent, success, failure, dropped };
    this.#secondStartMs = nowMs;
  }

  #endSending(nowMs: number): void {
    const climbs = this.#stepWatch?.look(nowMs / 1000, this.#tally, this.#config.thresholds);
    const planIsOver = this.#dueMs === Infinity && nowMs >= this.#plannedMs;
    if (!this.#stopped && !planIsOver && climbs !== false) return;
    // A generator that was late to the end has had more time, and a lower rate.
    this.#sendingEndedMs = planIsOver ? Math.max(this.#plannedMs, this.#lastSentMs) : nowMs;
    this.#state = 'settling';
  }

  #drain(nowMs: number): void {
    const graceMs = this.#stopped ? STOP_GRACE_MS : this.#config.timeoutMs;
    const isOver = nowMs >= (this.#sendingEndedMs ?? 0) + graceMs;
    if (this.#inFlight > 0 && !isOver) return;
    // What is still under way ends with an error, which is counted as any other.
    void this.#pool.destroy();
    if (this.#tally.sent > this.#atSecondStart.sent) this.#closeSecond(nowMs);
    this.#drainedMs = nowMs;
  }

  #isSettled(nowMs: number): boolean {
    if (this.#inFlight > 0) return false;
    const graceMs = this.#stopped ? STOP_GRACE_MS : this.#config.settleTimeoutS * 1000;
    return this.#follower.open === 0 || nowMs >= (this.#drainedMs ?? 0) + graceMs;
  }

  async #finish(): Promise<void> {
    this.#state = 'finished';
    this.#tell({
      latency: this.#tally.latency.run.export(),
      serviceTime: this.#tally.serviceTime.run.export(),
      schedulerLag: this.#tally.schedulerLag.run.export(),
      clickToSettled: this.#follower.clickToSettled.export(),
    });
    await this.#follower.close();
  }

  #tell(histograms?: EngineHistograms): void {
    const seconds = this.#seconds;
    this.#seconds = [];
    this.#report(this.#stats(), seconds, histograms);
  }

  #stats(): EngineStats {
    const tally = this.#tally;
    const follower = this.#follower;
    const elapsedS = (this.#sendingEndedMs ?? Math.min(this.#elapsedMs(), this.#plannedMs)) / 1000;
    const averageRps = elapsedS === 0 ? 0 : tally.sent / elapsedS;
    const isOver = this.#state !== 'running';
    const meanRps = requestsOf(this.#segments) / durationOf(this.#segments);
    const targetRps = isOver ? meanRps : rateAt(this.#segments, elapsedS);
    return {
      state: this.#state,
      elapsedS: round(elapsedS),
      plannedS: this.#plannedMs / 1000,
      targetRps: round(targetRps / this.#config.part.of),
      achievedRps: round(isOver ? averageRps : this.#achievedRps),
      averageRps: round(averageRps),
      due: tally.sent + tally.dropped,
      sent: tally.sent,
      success: tally.success,
      failure: tally.failure,
      inFlight: this.#inFlight,
      dropped: tally.dropped,
      requests: tally.requests,
      statusCodes: tally.statusCodes,
      errors: tally.errors,
      lastErrors: tally.lastErrors,
      latency: tally.latency.show(),
      serviceTime: tally.serviceTime.show(),
      schedulerLag: tally.schedulerLag.show(),
      orders: {
        accepted: tally.accepted,
        soldOut: tally.soldOut,
        followed: follower.followed,
        followedShare:
          tally.accepted === 0
            ? null
            : Math.round((follower.followed / tally.accepted) * 1e4) / 1e4,
        confirmed: follower.confirmed,
        rejected: follower.rejected,
        pending: follower.open,
        lost: follower.lost,
        duplicatesChecked: tally.duplicatesChecked,
        duplicated: tally.duplicated,
        clickToSettled: follower.clickToSettled.percentiles(),
      },
      steps: this.#stepWatch?.steps ?? [],
    };
  }
}

function isExpected(kind: RequestKind, status: number, body: string): boolean {
  if (kind === 'badRequests') return status === 400;
  if (kind === 'readers') return status === 200;
  return status === 201 || status === 200 || (status === 409 && isSoldOut(body));
}

// The code of the error, wherever it stands in the body.
function isSoldOut(body: string): boolean {
  return body.includes('"SOLD_OUT"');
}

function orderIdOf(body: string): string | undefined {
  try {
    const { orderId } = JSON.parse(body) as { orderId?: unknown };
    return typeof orderId === 'string' ? orderId : undefined;
  } catch {
    // A 201 of something that is no shop: it was counted, there is nothing to follow.
    return undefined;
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
