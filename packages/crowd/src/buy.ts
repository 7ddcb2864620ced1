import { randomUUID } from 'node:crypto';
import { ADMISSION_HEADER, type Order } from '@onsale/contracts';
import type { Request } from './door.ts';
import type { Person, PlacedOrder } from './person.ts';
import type { Scene } from './scene.ts';

const LOOKS_AGAIN_MS = 200;
const TRIES_AGAIN_MS = 1000;
const TRIES = 30;

/** What an order is sent with. */
export interface Admitted {
  cookie: string;
  admission: string;
}

/** Orders, pays if the scene says how, and follows the order until it is settled. */
export async function buy(scene: Scene, person: Person, admitted: Admitted): Promise<void> {
  const pressedAtMs = performance.now();
  const { id, repeatedAs } = await order(scene, person, admitted);
  if (id === undefined) return;
  const placed: PlacedOrder = {
    ...{ id, pressedAtMs },
    ...(repeatedAs === undefined ? {} : { repeatedAs }),
  };
  person.orders.push(placed);
  await follow(scene, person, placed);
  if (placed.status !== 'held' || scene.pay === undefined) return;
  await scene.pay(placed, person);
  await follow(scene, person, placed);
}

/**
 * Orders one ticket: the id of an order that was taken, and the status of the answer; 0 without one. As the shop's page
 * does, it repeats the order under the same key while nobody answers or the answer is a 5xx.
 */
export async function order(
  scene: Scene,
  person: Person,
  { cookie, admission }: Admitted,
): Promise<{ id?: string; status: number; repeatedAs?: string[] }> {
  const { door, clock, ticketId, identityOf, price, paymentMethod = 'invoice' } = scene;
  const { email, address } = identityOf(person);
  const headers = {
    'idempotency-key': randomUUID(),
    ...(admission === '' ? {} : { [ADMISSION_HEADER]: admission }),
  };
  const request: Request = {
    ...{ for: 'order', method: 'POST', path: '/orders', cookie, headers },
    ...(address === undefined ? {} : { address }),
    body: JSON.stringify({
      customer: { name: 'Ada', email },
      items: [{ ticketId, qty: 1 }],
      paymentMethod,
      ...(price === undefined ? {} : { expectedTotal: price }),
    }),
  };
  for (let left = TRIES; ; left--) {
    const answer = await door.ask<{ orderId: string }>(request).catch(() => undefined);
    if (answer === undefined) person.lost += 1;
    const { status = 0, body } = answer ?? {};
    if (status === 201 && body !== undefined) {
      if (scene.pressesTwice?.(person) !== true) return { id: body.orderId, status };
      const again = await door.ask<{ orderId: string }>(request).catch(() => undefined);
      const repeatedAs = again?.body === undefined ? [] : [again.body.orderId];
      return { id: body.orderId, status, repeatedAs };
    }
    if ((status !== 0 && status < 500) || left === 0 || clock.hasEnded) return { status };
    await clock.sleep(TRIES_AGAIN_MS);
  }
}

// Until it has another status than the one that is known.
async function follow(scene: Scene, person: Person, placed: PlacedOrder): Promise<void> {
  const { door, clock, identityOf } = scene;
  const { address } = identityOf(person);
  const known = placed.status ?? 'pending';
  while (!clock.hasEnded) {
    const answer = await door
      .ask<Order>({
        ...{ for: 'outcome', method: 'GET', path: `/orders/${placed.id}` },
        ...(address === undefined ? {} : { address }),
      })
      .catch(() => undefined);
    const status = answer?.status === 200 ? answer.body?.status : undefined;
    if (status !== undefined && status !== known) {
      placed.status = status;
      placed.changedAtMs = performance.now();
      placed.settledAtMs ??= placed.changedAtMs;
      return;
    }
    await clock.sleep(LOOKS_AGAIN_MS);
  }
}
