import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallRate } from '../services/payments/src/provider/call-rate.ts';
import { judgeShop, type ShopReading } from '../services/waiting-room/src/pace/judge-shop.ts';
import { Pace } from '../services/waiting-room/src/pace/pace.ts';

// Payments may ask the provider five times as often as it takes. What they announce must keep the line from sending
// them far more buyers than can pay, once the first of these have tried.

const SET_PER_S = 100;
const TAKEN_PER_S = 20;
/** Each order needs so many calls. */
const CALLS = 3;
const STEP_MS = 500;
const CALL_STEP_MS = 50;
const PAUSE_MS = 1000;
/** Processes announce themselves every two seconds. */
const ANNOUNCED_EVERY = 4;
const LONGEST_WAIT_MS = 5000;
const SALE_S = 3600;

/** Payments whose provider refuses what is too much. */
class Payments {
  done = 0;
  refused = 0;
  waiting = 0;
  readonly #rate: CallRate | undefined;
  #nowMs = 0;
  #allowed = 0;
  /** Calls that the provider takes at once. */
  #takes = TAKEN_PER_S;
  #pausedUntilMs = 0;

  /** Without a rate, they go on asking as often as they were told. */
  constructor(rate: CallRate | undefined) {
    this.#rate = rate;
  }

  get announced() {
    const perS = this.#perS;
    const waitMs = Math.min(LONGEST_WAIT_MS, (this.waiting / perS) * 1000);
    return {
      mostPerSecond: perS,
      waitMs: waitMs + Math.max(0, this.#pausedUntilMs - this.#nowMs),
    };
  }

  get #perS(): number {
    return this.#rate?.perS(this.#nowMs) ?? SET_PER_S;
  }

  run(): void {
    for (let ms = 0; ms < STEP_MS; ms += CALL_STEP_MS, this.#nowMs += CALL_STEP_MS) {
      this.#takes = Math.min(TAKEN_PER_S, this.#takes + (TAKEN_PER_S * CALL_STEP_MS) / 1000);
      if (this.#nowMs < this.#pausedUntilMs) continue;
      this.#allowed = Math.min(this.#perS, this.#allowed + (this.#perS * CALL_STEP_MS) / 1000);
      const asked = Math.floor(Math.min(this.#allowed, this.waiting));
      const taken = Math.floor(Math.min(asked, this.#takes));
      this.#takes -= taken;
      this.#allowed -= asked;
      this.waiting -= taken;
      this.done += taken;
      for (let i = 0; i < taken; i += 1) this.#rate?.answered(this.#nowMs, 0);
      if (taken === asked) continue;
      this.refused += asked - taken;
      this.#pausedUntilMs = this.#nowMs + PAUSE_MS;
      this.#allowed = 0;
      this.#rate?.refused(this.#nowMs);
    }
  }
}

/** Lets very many people buy by a line for an hour. */
function sell(orderMs: number, payments: Payments) {
  const pace = new Pace();
  const admittedAt: number[] = [];
  let [admitted, ordered, mostUnpaidLater] = [0, 0, 0];
  let { announced } = payments;
  for (let step = 0; step < (SALE_S * 1000) / STEP_MS; step += 1) {
    const reading: ShopReading = {
      ...{ gateways: 1, workers: 1, payments: 1, providerCalls: announced },
      ...{ oldestOrderMs: 0, orders: 0, settledPerS: undefined, overduePaymentMs: 0 },
    };
    const { perSecond } = pace.next(
      {
        ...{ atMs: step * STEP_MS, admitted, served: ordered },
        ...{ waiting: 1_000_000, turns: admitted - ordered },
      },
      {
        ...{ shop: judgeShop(reading), left: 1_000_000, callsPerS: announced.mostPerSecond },
        ...{ mostPerMinute: undefined, setPerMinute: undefined, isPaused: false },
      },
    );
    admitted += (perSecond * STEP_MS) / 1000;
    admittedAt.push(admitted);
    const before = ordered;
    ordered = admittedAt[step - orderMs / STEP_MS] ?? 0;
    payments.waiting += CALLS * (ordered - before);
    payments.run();
    if (step % ANNOUNCED_EVERY === 0) ({ announced } = payments);
    const isLater = step * STEP_MS > (SALE_S * 1000) / 2;
    if (isLater) mostUnpaidLater = Math.max(mostUnpaidLater, payments.waiting / CALLS);
  }
  return { mostUnpaidLater, used: payments.done / (TAKEN_PER_S * SALE_S) };
}

for (const orderMs of [30_000, 60_000]) {
  test(`people who order after ${orderMs / 1000} s come hardly faster than the provider takes payments, once it has refused some`, () => {
    const [payments, stubborn] = [new Payments(new CallRate(SET_PER_S)), new Payments(undefined)];
    const { mostUnpaidLater, used } = sell(orderMs, payments);
    const withStubborn = sell(orderMs, stubborn);
    const unpaid = `${mostUnpaidLater} had not paid, with the others ${withStubborn.mostUnpaidLater}`;
    assert.ok(mostUnpaidLater < withStubborn.mostUnpaidLater / 3, unpaid);
    assert.ok(payments.refused < stubborn.refused / 5, `${payments.refused} calls were refused`);
    // Nor does it leave the provider idle.
    assert.ok(used > 0.7, `${used} of what it takes`);
  });
}
