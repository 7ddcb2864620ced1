import type { LoadConfig, LoadSecond, LoadState } from '@onsale/contracts';
import { CUT_OFF, errorKind, LoadClient } from '@onsale/load-client';
import type { EngineHistograms, EngineSetup, EngineStats } from './engine-messages.ts';
import { countsOf, histogramsOf } from './engine-stats.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { LoadRequest } from './load-request.ts';
import { OrderFollower } from './order-follower.ts';
import type { PricedEntry } from './order-mix.ts';
import { RequestMaker } from './request-maker.ts';
import { round, SecondWatch } from './second-watch.ts';
import { asksForTheSame, SendingPlan } from './sending-plan.ts';
import { StepWatch } from './step-watch.ts';
import { Tally } from './tally.ts';

/** A request that is overdue by this much is sent as soon as a response arrives, before the next tick. */
const LATE_MS = 1.5;
/** The longest sleep of the pacing loop: a stop or a new rate is never far away. */
const MAX_SLEEP_MS = 50;
/** The most requests sent in one turn while catching up, so that responses are read in between. */
const MAX_BURST = 500;
const STATS_EVERY_MS = 500;
/** How long a stop waits for answers. */
const STOP_GRACE_MS = 1000;

type Report = (stats: EngineStats, seconds: LoadSecond[], histograms?: EngineHistograms) => void;

/**
 * Sends a load by the clock: what is due is sent, whatever became of the requests before. When the
 * generator itself is late, the lag is measured; when too many requests are under way, what is due
 * is counted as dropped. Everything that it keeps has a fixed size, but for the requests under way.
 *
 * A run goes through three phases: *running* (by the plan), *settling* (nothing is sent; first the
 * last answers come in, then the followed orders reach their final state), *finished*.
 */
export class LoadEngine {
  readonly #maxInFlight: number;
  readonly #report: Report;
  readonly #client: LoadClient;
  readonly #requests: RequestMaker;
  readonly #follower: OrderFollower;
  readonly #tally = new Tally();
  readonly #seconds = new SecondWatch(this.#tally);
  #config: LoadConfig;
  #plan: SendingPlan;
  #stepWatch: StepWatch | undefined;
  #state: LoadState = 'running';
  #startMs = 0;
  #lastSentMs = 0;
  /** When sending ended, in milliseconds since the start. */
  #sendingEndedMs: number | undefined;
  #stopped = false;
  /** How long the followed orders are waited for after a stop. */
  #stopSettleMs = 0;
  #drainedMs: number | undefined;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #nextStatsMs = 0;

  constructor(setup: EngineSetup, report: Report) {
    const target = new URL(setup.target);
    this.#maxInFlight = setup.maxInFlight;
    this.#report = report;
    this.#config = setup.config;
    this.#client = new LoadClient(target, { connections: setup.config.connections });
    this.#requests = new RequestMaker({ ...setup, target, end: this });
    this.#follower = new OrderFollower(target);
    this.#plan = new SendingPlan(setup.config, 0);
    if (setup.config.profile === 'steps') this.#stepWatch = new StepWatch(this.#plan.segments);
  }

  start(): void {
    this.#startMs = performance.now();
    this.#tick();
  }

  /** Continues with another configuration, from the current moment of the plan. */
  change(config: LoadConfig, mix: readonly PricedEntry[]): void {
    if (this.#state !== 'running') return;
    const isSamePlan = asksForTheSame(config, this.#config);
    this.#config = config;
    this.#requests.use(config, mix);
    if (isSamePlan) return;
    this.#plan = new SendingPlan(config, this.#elapsedMs() / 1000);
    // The steps of a plan that changes halfway can't be compared.
    this.#stepWatch = undefined;
    this.#wake();
  }

  /** Ends the sending now, and waits at most so long for the followed orders. */
  stop(settleMs: number): void {
    this.#stopped = true;
    this.#stopSettleMs = settleMs;
    this.#wake();
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
    if (this.#drainedMs === undefined && this.#seconds.isOver(nowMs)) this.#closeSecond(nowMs);
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
        ? Math.min(MAX_SLEEP_MS, Math.floor(this.#plan.dueMs - this.#elapsedMs()))
        : MAX_SLEEP_MS;
    this.#timer = setTimeout(() => this.#tick(), Math.max(1, sleepMs));
  }

  #sendDue(nowMs: number): void {
    if (this.#stopped || this.#plan.dueMs > nowMs) return;
    this.#requests.sampleAt(this.#plan.rpsAt(nowMs / 1000));
    for (let burst = 0; burst < MAX_BURST && this.#plan.dueMs <= nowMs; burst++) {
      if (this.#inFlight >= this.#maxInFlight) this.#tally.dropped++;
      else this.#send(this.#startMs + this.#plan.dueMs);
      this.#plan.advance();
    }
    this.#lastSentMs = this.#elapsedMs();
  }

  #send(dueMs: number): void {
    const request = this.#requests.next(dueMs);
    this.#tally.sent++;
    this.#tally.requests[request.kind]++;
    this.#inFlight++;
    const nowMs = performance.now();
    this.#tally.schedulerLag.record(nowMs - dueMs);
    this.#client.send(request, nowMs);
  }

  /** Called by a request that was answered. */
  answered(request: LoadRequest, status: number, body: string): void {
    this.#measure(request);
    const orderId = judgeAnswer(this.#tally, request, { status, body });
    if (orderId !== undefined) this.#follower.follow(orderId, request.dueMs);
    // A tick that is queued behind many responses must not delay the next requests.
    const nowMs = this.#elapsedMs();
    if (this.#state === 'running' && nowMs - this.#plan.dueMs > LATE_MS) this.#sendDue(nowMs);
  }

  /** Called by a request that failed without an answer. */
  failed(request: LoadRequest, error: Error): void {
    this.#measure(request);
    // Cut off at the end of a plan, a request has had its whole timeout; after a stop it has not.
    const isCutOff = this.#sendingEndedMs !== undefined && !this.#stopped;
    const kind = errorKind(error);
    this.#tally.failed(request.kind, isCutOff && kind === CUT_OFF ? 'timeout' : kind);
  }

  #measure(request: LoadRequest): void {
    this.#inFlight--;
    const nowMs = performance.now();
    this.#tally.latency.record(nowMs - request.dueMs);
    this.#tally.endpoints[request.kind].latency.record(nowMs - request.dueMs);
    if (request.writtenMs > 0) this.#tally.serviceTime.record(nowMs - request.writtenMs);
    this.#stepWatch?.answered(nowMs - request.dueMs);
  }

  #closeSecond(nowMs: number): void {
    this.#seconds.close(nowMs, this.#inFlight, (seconds) => this.#plan.rpsAt(seconds));
  }

  #endSending(nowMs: number): void {
    const climbs = this.#stepWatch?.look(nowMs / 1000, this.#tally, this.#config.thresholds);
    const planIsOver = this.#plan.isOver(nowMs);
    if (!this.#stopped && !planIsOver && climbs !== false) return;
    // A generator that finished late took longer, so its rate was lower.
    this.#sendingEndedMs = planIsOver ? Math.max(this.#plan.plannedMs, this.#lastSentMs) : nowMs;
    this.#state = 'settling';
  }

  #drain(nowMs: number): void {
    const graceMs = this.#stopped ? STOP_GRACE_MS : this.#config.timeoutMs;
    const isOver = nowMs >= (this.#sendingEndedMs ?? 0) + graceMs;
    if (this.#inFlight > 0 && !isOver) return;
    // Whatever is still in flight fails, and is counted like any other failure.
    this.#client.destroy();
    if (this.#seconds.hasSent) this.#closeSecond(nowMs);
    this.#drainedMs = nowMs;
  }

  #isSettled(nowMs: number): boolean {
    if (this.#inFlight > 0) return false;
    const graceMs = this.#stopped ? this.#stopSettleMs : this.#config.settleTimeoutS * 1000;
    return this.#follower.open === 0 || nowMs >= (this.#drainedMs ?? 0) + graceMs;
  }

  async #finish(): Promise<void> {
    this.#state = 'finished';
    this.#follower.giveUp();
    this.#tell(histogramsOf(this.#tally, this.#follower));
    await this.#follower.close();
  }

  #tell(histograms?: EngineHistograms): void {
    this.#report(this.#stats(), this.#seconds.take(), histograms);
  }

  #stats(): EngineStats {
    const { sent } = this.#tally;
    const elapsedS =
      (this.#sendingEndedMs ?? Math.min(this.#elapsedMs(), this.#plan.plannedMs)) / 1000;
    const averageRps = elapsedS === 0 ? 0 : sent / elapsedS;
    const isOver = this.#state !== 'running';
    return {
      state: this.#state,
      elapsedS: round(elapsedS),
      plannedS: this.#plan.plannedMs / 1000,
      targetRps: round(isOver ? this.#plan.meanRps : this.#plan.rpsAt(elapsedS)),
      achievedRps: round(isOver ? averageRps : this.#seconds.achievedRps),
      averageRps: round(averageRps),
      inFlight: this.#inFlight,
      ...countsOf(this.#tally, this.#follower),
      steps: this.#stepWatch?.steps ?? [],
    };
  }
}
