import { randomUUID } from 'node:crypto';
import { type Order, unpackOrder } from '@onsale/ledger';
import {
  type Addressee,
  beginMessage,
  findMessage,
  findOptedOut,
  type MessageJob,
  type NewMail,
  noteMessageQueued,
  optOutToken,
  type Planning,
  queueMails,
  readAddressees,
  readBuyerSecret,
  type StoredMessage,
  takeMessage,
  URGENCY,
} from '@onsale/records';

/** Mails queued in one transaction. */
const PAGE = 200;

/** Begins to send messages whose time has come, and sends tests. */
export async function planMessages(planning: Planning, jobs: readonly MessageJob[]): Promise<void> {
  for (const job of jobs) {
    if (job.testTo === undefined) await beginMessage(planning.tx, job);
    else await planTest(planning, job.messageId, job.testTo);
  }
}

/** Queues the next mails of a message that is being sent; false when there is none. */
export async function planMessagePage(planning: Planning): Promise<boolean> {
  const { tx } = planning;
  const message = await takeMessage(tx);
  if (message === undefined) return false;
  const secret = await readBuyerSecret(tx);
  const page = await readAddressees(tx, message, PAGE);
  const optedOut = await findOptedOut(
    tx,
    secret,
    page.map(({ email }) => email),
  );
  const wanted = page.filter(({ email }) => !optedOut.has(email));
  await queueMails(
    planning,
    wanted.map((addressee) => messageMail(message, addressee, secret)),
  );
  await noteMessageQueued(tx, message.message_id, {
    lastPersonId: page.at(-1)?.personId,
    isAll: page.length < PAGE,
  });
  return true;
}

function messageMail(
  { message_id: messageId, event_id: eventId }: StoredMessage,
  { personId, email, orderId, record }: Addressee,
  secret: string,
): NewMail {
  // The mail leads to this order: it goes to its own address, and to no other way to write it (`ſmith@` for `smith@`).
  const { customer, extras } = orderOf(record) ?? { customer: { email } };
  return {
    ...{ key: `message:${messageId}:${personId}`, kind: 'message', address: customer.email },
    ...{ language: extras?.language, orderId, eventId, messageId },
    about: { optOutToken: optOutToken(secret, email) },
    urgency: URGENCY.many,
  };
}

function orderOf(record: string): Pick<Order, 'customer' | 'extras'> | undefined {
  try {
    return unpackOrder(record);
  } catch {
    return undefined;
  }
}

// Whoever tests is a member of the team, and waits for it.
async function planTest(planning: Planning, messageId: string, address: string): Promise<void> {
  const message = await findMessage(planning.tx, messageId);
  if (message === undefined) return;
  const secret = await readBuyerSecret(planning.tx);
  await queueMails(planning, [
    {
      ...{ key: `message-test:${messageId}:${randomUUID()}`, kind: 'message', address },
      ...{ eventId: message.event_id, messageId },
      about: { optOutToken: optOutToken(secret, address) },
      urgency: URGENCY.personWaits,
    },
  ]);
}
