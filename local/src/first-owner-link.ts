import { linkUrl } from '@onsale/contracts';
import { createFirstOwnerLink, openRecords } from '@onsale/records';

/**
 * A link into the console for whoever sits at this machine, while there is no owner: it works once, for a
 * quarter of an hour. Undefined when there is an owner.
 */
export async function firstOwnerLink(
  databaseUrl: string,
  consoleUrl: string,
): Promise<string | undefined> {
  const db = openRecords({ url: databaseUrl, name: 'onsale-start', onError: () => undefined });
  try {
    const link = await createFirstOwnerLink(db);
    return link === undefined ? undefined : linkUrl(consoleUrl, 'first_owner', link.token);
  } finally {
    await db.destroy();
  }
}
