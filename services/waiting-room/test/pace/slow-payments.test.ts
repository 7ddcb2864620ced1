import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeShop, type ShopReading } from '../../src/pace/judge-shop.ts';
import { Pace } from '../../src/pace/pace.ts';

const STEP_MS = 500;
/** Processes announce themselves every two seconds. */
const ANNOUNCED_EVERY = 4;
const TICKETS = 20_000;
/** A call for a buyer waits no longer; who is refused asks again. */
const LONGEST_WAIT_MS = 5000;

interface Shop {
  /** Calls to the provider that payments may make in a second; undefined when nobody tells. */
  callsPerS: number | undefined;
  /** Payments that really begin in a second. */
  paidPerS: number;
  /** How long people take from their turn to the wish to pay. */
  orderMs: number;
}

/** Lets very many people buy by a line for ten minutes. */
function sell({ callsPerS, paidPerS, orderMs }: Shop) {
  const pace = new Pace();
  const ordering: number[] = [];
  let [admitted, ordered, paid, mostUnpaid, soldOutAtMs] = [0, 0, 0, 0, Infinity];
  const tell = (unpaid: number) =>
    callsPerS === undefined
      ? undefined
      : {
          mostPerSecond: callsPerS,
          waitMs: Math.min(LONGEST_WAIT_MS, (unpaid / callsPerS) * 1000),
        };
  let announced = tell(0);
  for (let step = 0; step < 1200; step += 1) {
    const reading: ShopReading = {
      ...{ gateways: 1, workers: 1, payments: 1, providerCalls: announced },
      ...{ oldestOrderMs: 0, orders: 0, settledPerS: undefined, overduePaymentMs: 0 },
    };
    const turns = admitted - ordered;
    const left = TICKETS - ordered;
    const { perSecond, maxTurns } = pace.next(
      { atMs: step * STEP_MS, admitted, served: ordered, waiting: 50_000 - admitted, turns },
      {
        ...{ shop: judgeShop(reading), left, callsPerS: announced?.mostPerSecond },
        ...{ mostPerMinute: undefined, setPerMinute: undefined, isPaused: false },
      },
    );
    admitted += Math.min((perSecond * STEP_MS) / 1000, Math.max(0, maxTurns - turns));
    ordering.push(admitted);
    ordered = ordering[step - orderMs / STEP_MS] ?? 0;
    paid = Math.min(ordered, paid + (paidPerS * STEP_MS) / 1000);
    mostUnpaid = Math.max(mostUnpaid, ordered - paid);
    if (ordered >= TICKETS - 1) soldOutAtMs = Math.min(soldOutAtMs, step * STEP_MS);
    if (step % ANNOUNCED_EVERY === 0) announced = tell(ordered - paid);
  }
  return { paid, mostUnpaid, soldOutAtMs };
}

for (const orderMs of [1000, 30_000, 60_000]) {
  const after = `people who order after ${orderMs / 1000} s`;

  test(`a line of ${after} admits no more than slow payments take in two minutes`, () => {
    // As of 20 calls a second, of which each order needs almost three.
    const { paid, mostUnpaid } = sell({ callsPerS: 20, paidPerS: 7, orderMs });
    assert.ok(mostUnpaid < 7 * 120, `${mostUnpaid} had not paid`);
    // As long as nobody tells, most of the tickets are held before anything is known of their payments.
    assert.ok(sell({ callsPerS: undefined, paidPerS: 7, orderMs }).mostUnpaid > 10_000);
    // Nor does it leave payments idle.
    assert.ok(paid > 0.7 * 7 * 600, `${paid} have paid`);
  });

  test(`a line of ${after} is as fast with quick payments as without any`, () => {
    const quick = sell({ callsPerS: 2000, paidPerS: 2000, orderMs });
    const free = sell({ callsPerS: undefined, paidPerS: Infinity, orderMs });
    assert.equal(quick.soldOutAtMs, free.soldOutAtMs);
    assert.ok(free.soldOutAtMs < 120_000);
  });
}
