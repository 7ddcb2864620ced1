import { randomUUID } from 'node:crypto';
import {
  findOrderLinksAddress,
  type OrderLinksJob,
  type Planning,
  queueMails,
  URGENCY,
} from '@onsale/records';

/** Mails the links to all orders of an address, if there are any. */
export async function planOrderLinks(
  planning: Planning,
  requests: readonly OrderLinksJob[],
): Promise<void> {
  for (const { email, language } of requests) {
    const address = await findOrderLinksAddress(planning.tx, email);
    if (address === undefined) continue;
    await queueMails(planning, [
      {
        ...{ key: `order_links:${randomUUID()}`, kind: 'order_links', address },
        ...{ language, urgency: URGENCY.personWaits },
      },
    ]);
  }
}
