import { ADMISSION_HEADER, type Order } from '@onsale/contracts';
import type { Person, PlacedOrder } from './person.ts';
import type { Scene } from './scene.ts';

const LOOKS_AGAIN_MS = 200;

/** What an order is sent with. */
export interface Admitted {
  cookie: string;
  admission: string;
}

/** Orders, pays if the scene says how, and follows the order until it is settled. */
export async function buy(scene: Scene, person: Person, admitted: Admitted): Promise<void> {
  const pressedAtMs = performance.now();
  const { id } = await order(scene, person, admitted);
  if (id === undefined) return;
  const placed: PlacedOrder = { id, pressedAtMs };
  person.orders.push(placed);
  await follow(scene, person, placed);
  if (placed.status !== 'held' || scene.pay === undefined) return;
  await scene.pay(placed, person);
  await follow(scene, person, placed);
}

/** Orders one ticket: the id of an order that was taken, and the status of the answer; 0 without one. */
export async function order(
  scene: Scene,
  person: Person,
  { cookie, admission }: Admitted,
): Promise<{ id?: string; status: number }> {
  const { door, ticketId, identityOf, paymentMethod = 'invoice' } = scene;
  const { email, address } = identityOf(person);
  try {
    const { status, body } = await door.ask<{ orderId: string }>({
      ...{ for: 'order', method: 'POST', path: '/orders', cookie },
      ...(admission === '' ? {} : { header: [ADMISSION_HEADER, admission] }),
      ...(address === undefined ? {} : { address }),
      body: JSON.stringify({
        customer: { name: 'Ada', email },
        items: [{ ticketId, qty: 1 }],
        paymentMethod,
      }),
    });
    return status === 201 && body !== undefined ? { id: body.orderId, status } : { status };
  } catch {
    person.lost += 1;
    return { status: 0 };
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
      placed.settledAtMs ??= performance.now();
      return;
    }
    await clock.sleep(LOOKS_AGAIN_MS);
  }
}
