import type { StoredGrant } from '@onsale/records';
import type { BrowserContext } from 'playwright-core';
import { joinTeam, type TestMember } from '../member.ts';
import type { OfficeServices } from './office-services.ts';

/** Signs a browser in as a new member of the team with these roles; default: an owner. */
export async function signIn(
  context: BrowserContext,
  office: Pick<OfficeServices, 'db' | 'consoleUrl' | 'url'>,
  options: { grants?: readonly StoredGrant[]; name?: string; email?: string } = {},
): Promise<TestMember> {
  const member = await joinTeam(office, { grants: [{ role: 'owner' }], ...options });
  await context.addCookies(
    Object.entries(member.cookies).map(([name, value]) => ({
      ...{ name, value, url: office.consoleUrl },
      ...{ httpOnly: true, sameSite: 'Strict' as const },
    })),
  );
  return member;
}
