import { ApiError } from '@onsale/contracts';
import { type MailsRow, readMail } from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import type { OfficeParts } from '../app.ts';

/**
 * A mail that somebody may see. One that is of no event concerns the whole shop. Throws `ApiError`: 404 when there is
 * none, 403 when it is of an event that is not theirs.
 */
export async function findMail(
  { records }: Pick<OfficeParts, 'records'>,
  actor: Actor,
  mailId: string,
): Promise<MailsRow> {
  const mail = await readMail(records, mailId);
  const isOfShop = mail !== undefined && mail.event_id === null;
  if (mail === undefined || (isOfShop && eventsWith(actor, 'orders.read') !== 'all')) {
    throw new ApiError('MAIL_NOT_FOUND', 'there is no such mail');
  }
  if (mail.event_id !== null) requireRight(actor, 'orders.read', mail.event_id);
  return mail;
}
