import { invalidRequest } from '@onsale/contracts';
import { readMembers } from '@onsale/records';
import type { OfficeParts } from '../app.ts';
import type { Actor } from './actor.ts';

/**
 * Where a test goes: to the member who asks for it, who could otherwise write to anybody in the name of the shop.
 * Throws `ApiError` 400.
 */
export async function addressOfTest(
  { records }: Pick<OfficeParts, 'records'>,
  actor: Actor,
  asked: string | undefined,
): Promise<string> {
  const isMember = actor.kind === 'member';
  const own = isMember ? (await readMembers(records, actor.id))[0]?.email : asked;
  if (own !== undefined && (asked ?? own).toLowerCase() === own.toLowerCase()) return own;
  const message = isMember ? 'must be your own address' : 'must be given';
  throw invalidRequest({ path: 'email', message });
}
