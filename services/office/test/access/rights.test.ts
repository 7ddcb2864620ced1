import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { RIGHTS_OF_ROLE, ROLES, type StaffOperation, staffOperations } from '@onsale/contracts';
import { joinTeam, startOffice } from '@onsale/testing';

const CONSOLE = 'http://localhost:8081';
const office = await startOffice({ CONSOLE_URL: CONSOLE });
after(async () => await office.stop());

/** For all events, for the one in the path, and for another one. */
const SCOPES = [undefined, 'show', 'other'] as const;

const operations: StaffOperation[] = Object.values(staffOperations);

// Nothing that a route could do comes after the question whether it may: nothing here has a valid body.
async function statusOf(
  { method, url }: StaffOperation,
  headers: Record<string, string>,
): Promise<[number, string]> {
  const path = url
    .replaceAll(':eventId', 'show')
    .replaceAll(/:\w+/g, 'nothing')
    .replace('/v1/me/sessions/nothing', '/v1/me/sessions/none');
  const response = await fetch(`${office.url}${path}`, {
    method,
    headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'text/plain' }) },
    signal: AbortSignal.timeout(10_000),
  });
  const body = response.headers.get('content-type')?.includes('json') === true;
  const { code } = body ? ((await response.json()) as { code?: string }) : { code: '' };
  await response.body?.cancel().catch(() => undefined);
  return [response.status, code ?? ''];
}

function isAllowed({ access }: StaffOperation, role: (typeof ROLES)[number], scope?: string) {
  if (access === 'public' || access === 'signed_in') return true;
  if (access === 'device') return false;
  if (!RIGHTS_OF_ROLE[role].includes(access.right)) return false;
  if (scope === undefined) return true;
  return access.of === 'any' || (access.of === 'event' && scope === 'show');
}

test('every operation is served', async () => {
  for (const operation of operations) {
    // Of a public one that finds nothing, nobody can tell.
    if (operation.access === 'public') continue;
    assert.notEqual((await statusOf(operation, {}))[1], 'NOT_FOUND', operation.operationId);
  }
});

test('nobody does anything without signing in', async () => {
  for (const operation of operations.filter(({ access }) => access !== 'public')) {
    const { operationId } = operation;
    assert.deepEqual(await statusOf(operation, {}), [401, 'UNAUTHORIZED'], operationId);
    const forged = { authorization: 'Bearer onsale_nobody', cookie: 'onsale.session_token=nobody' };
    assert.deepEqual(await statusOf(operation, forged), [401, 'UNAUTHORIZED'], operationId);
  }
});

for (const role of ROLES) {
  test(`the role ${role} allows exactly what it has the rights for, where it was given`, async () => {
    for (const scope of SCOPES) {
      const grants = [scope === undefined ? { role } : { role, eventId: scope }];
      const { secret } = await office.key(grants);
      for (const operation of operations.filter(({ access }) => access !== 'public')) {
        // It would end the session of whoever asks, or wait for news.
        if (operation.contentType === 'text/event-stream') continue;
        if (operation.operationId === 'revokeOwnApiKey') continue;
        const [status, code] = await statusOf(operation, { authorization: `Bearer ${secret}` });
        const isRefused = status === 403 && code === 'NOT_ALLOWED';
        const label = `${operation.operationId} as ${role} of ${scope ?? 'all'}: ${status} ${code}`;
        // An API key has no account of its own.
        if (isAccountOnly(operation)) continue;
        assert.equal(isRefused, !isAllowed(operation, role, scope), label);
        assert.notEqual(status, 401, label);
      }
    }
  });
}

function isAccountOnly({ url, access }: StaffOperation): boolean {
  return access === 'signed_in' && url !== '/v1/me';
}

test('a member changes nothing from a page of another origin, and may read', async () => {
  const member = await joinTeam(
    { db: office.db, url: office.url, consoleUrl: CONSOLE },
    { grants: [{ role: 'owner' }] },
  );
  for (const operation of operations) {
    if (operation.method === 'GET') continue;
    const shop = { cookie: member.cookie, origin: 'http://localhost:8080' };
    const [status, code] = await statusOf(operation, shop);
    assert.deepEqual([status, code], [403, 'FORBIDDEN_HOST'], operation.operationId);
    if (operation.operationId === 'signInDevice') continue;
    // Nor without saying where it comes from.
    const [silent] = await statusOf(operation, { cookie: member.cookie });
    assert.equal(silent, 403, operation.operationId);
  }
  const me = staffOperations.getMe;
  assert.equal((await statusOf(me, { cookie: member.cookie }))[0], 200);
});
