import { ADMISSION_HEADER, type Order } from '@onsale/contracts';
import { addressOf } from './address.ts';
import type { Person, PlacedOrder } from './person.ts';
import { type Scene, sleep } from './scene.ts';

const LOOKS_AGAIN_MS = 200;

/** What an order is sent with. */
export interface Admitted {
  cookie: string;
  admission: string;
}

/** Orders, pays if the scene says how, and follows the order until it is settled. */
export async function buy(scene: Scene, person: Person, admitted: Admitted): Promise<void> {
  const pressedAtMs = performance.now();
  const id = await order(scene, person, admitted);
  if (id === undefined) return;
  const placed: PlacedOrder = { id, pressedAtMs };
  person.orders.push(placed);
  await follow(scene, person, placed);
  if (placed.status !== 'held' || scene.pay === undefined) return;
  await scene.pay(placed, person);
  await follow(scene, person, placed);
}

/** The id of an order that was taken. */
export async function order(
  scene: Scene,
  person: Person,
  { cookie, admission }: Admitted,
): Promise<string | undefined> {
  const { door, ticketId, paymentMethod = 'invoice' } = scene;
  try {
    const answer = await door.ask<{ orderId?: string }>('POST', '/api/v1/orders', {
      address: addressOf(person.index),
      headers: { cookie, [ADMISSION_HEADER]: admission },
      body: {
        customer: { name: 'Ada', email: `p${person.index}@example.com` },
        items: [{ ticketId, qty: 1 }],
        paymentMethod,
      },
    });
    return answer.status === 201 ? answer.body.orderId : undefined;
  } catch {
    person.lost += 1;
    return undefined;
  }
}

// Until it has another status than the one that is known.
async function follow(scene: Scene, person: Person, placed: PlacedOrder): Promise<void> {
  const known = placed.status ?? 'pending';
  while (!scene.signal.aborted) {
    const answer = await scene.door
      .ask<Order>('GET', `/api/v1/orders/${placed.id}`, { address: addressOf(person.index) })
      .catch(() => undefined);
    if (answer?.status === 200 && answer.body.status !== known) {
      placed.status = answer.body.status;
      placed.settledAtMs ??= performance.now();
      return;
    }
    await sleep(LOOKS_AGAIN_MS, scene);
  }
}
