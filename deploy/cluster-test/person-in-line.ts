import { ADMISSION_HEADER, PLACE_COOKIE, type Place } from '@onsale/contracts';
import type { Cluster } from './cluster.ts';
import type { Answer, Shop } from './shop.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** A waiting room knows a new event within seconds, and turns come one after the other. */
const LINE_TIMEOUT_S = 120;

/** Somebody in the line of an event, with the cookie that a browser would keep. */
export class PersonInLine {
  readonly #shop: Shop;
  readonly #eventId: string;
  /** As the browser sends it. */
  cookie = '';

  constructor(shop: Shop, eventId: string) {
    this.#shop = shop;
    this.#eventId = eventId;
  }

  /** Takes a place; tries again while the waiting room does not know the event yet. */
  async join(cluster: Cluster): Promise<Place> {
    const base = `${await this.#shop.door.url()}/api/v1`;
    return await untilTold(
      cluster,
      async () => await this.#ask('POST', base),
      () => true,
    );
  }

  /** Asks until it is their turn; returns the admission. Who was away for too long comes back to the front. */
  async untilTurn(cluster: Cluster): Promise<string> {
    const ask = async () => await this.place();
    const { admission = '' } = await untilTold(cluster, ask, ({ state }) => state === 'turn');
    return admission;
  }

  /** What is told of the place; at one waiting room of several, or through the door. */
  async place(waitingRoom?: string): Promise<Place> {
    return await this.#ask('GET', waitingRoom ?? `${await this.#shop.door.url()}/api/v1`);
  }

  /** Orders a ticket with an admission, and this browser's place. */
  async order(ticketId: string, admission: string): Promise<Answer> {
    const headers = { cookie: this.cookie, [ADMISSION_HEADER]: admission };
    return await this.#shop.order(ticketId, { headers });
  }

  async #ask(method: string, base: string): Promise<Place> {
    const response = await fetch(`${base}/lines/${this.#eventId}/place`, {
      method,
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} place: ${response.status} ${text}`);
    const [cookie] = response.headers.getSetCookie();
    if (cookie?.startsWith(`${PLACE_COOKIE}=`)) this.cookie = cookie.split(';')[0] ?? '';
    return JSON.parse(text) as Place;
  }
}

/** Asks until the place is as wanted, also when nothing or something else is answered for a while. */
export async function untilTold(
  cluster: Cluster,
  ask: () => Promise<Place>,
  isDone: (place: Place) => boolean,
): Promise<Place> {
  const told = await cluster.until(
    async () => await ask().catch((error: Error) => error),
    (each) => !(each instanceof Error) && isDone(each),
    {
      timeoutS: LINE_TIMEOUT_S,
      describe: (each) => (each instanceof Error ? each.message : JSON.stringify(each)),
      everyMs: 200,
    },
  );
  // The loop ends with a place only.
  return told as Place;
}
