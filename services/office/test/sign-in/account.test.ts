import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { createFirstOwnerLink } from '@onsale/records';
import { joinTeam, startOffice } from '@onsale/testing';

const CONSOLE = 'http://localhost:8081';
const office = await startOffice({ CONSOLE_URL: CONSOLE, TRUSTED_PROXIES: '127.0.0.1' });
after(async () => await office.stop());
const team = { db: office.db, url: office.url, consoleUrl: CONSOLE };
const join = async (grants = [{ role: 'viewer' as const }], email?: string) =>
  await joinTeam(team, { grants, ...(email === undefined ? {} : { email }) });

interface Asked {
  cookie?: string;
  /** Where the request comes from, as the reverse proxy says it. */
  from?: string;
}

/** Asks as a page of the console does. */
async function ask(
  method: string,
  path: string,
  body?: unknown,
  { cookie, from = '10.0.0.1' }: Asked = {},
) {
  const response = await fetch(`${office.url}${path}`, {
    method,
    headers: {
      origin: CONSOLE,
      'x-forwarded-for': from,
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const cookies = response.headers.getSetCookie();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
    cookies,
    cookie: cookies.map((each) => each.split(';')[0]).join('; '),
  };
}

const signIn = async (email: string, password: string, asked: Asked = {}) =>
  await ask('POST', '/auth/sign-in/email', { email, password }, asked);

test('a member who has accepted an invitation is signed in, with the roles of it', async () => {
  const { cookie, email } = await joinTeam(team, {
    grants: [{ role: 'viewer' }, { role: 'manager', eventId: 'show' }],
  });
  const { status, body } = await ask('GET', '/v1/me', undefined, { cookie });
  assert.equal(status, 200);
  assert.equal(body.email, email);
  const right = (name: string) =>
    body.rights.find((each: { right: string }) => each.right === name);
  assert.deepEqual(right('orders.read'), { right: 'orders.read' });
  assert.deepEqual(right('sale.control'), { right: 'sale.control', eventIds: ['show'] });
  assert.equal(right('team.write'), undefined);
});

test('the cookie is for the console alone, and says nothing to scripts', async () => {
  const { email, password } = await join();
  const { cookies, body } = await signIn(email.toUpperCase(), password);
  // No token in what scripts can read.
  assert.deepEqual(body, {});
  assert.equal(cookies.length, 1);
  assert.match(cookies[0] ?? '', /^onsale\.session_token=.+; HttpOnly; SameSite=Strict$/);
});

test('a session that was ended is refused at once, also by a session that was seen before', async () => {
  const member = await join();
  const other = await signIn(member.email, member.password);
  assert.equal((await ask('GET', '/v1/me', undefined, other)).status, 200);
  const { body } = await ask('GET', '/v1/me/sessions', undefined, member);
  const { sessionId } = body.items.find((each: { isThis: boolean }) => !each.isThis);
  const end = await ask('DELETE', `/v1/me/sessions/${sessionId}`, undefined, member);
  assert.equal(end.status, 204);
  assert.equal((await ask('GET', '/v1/me', undefined, other)).status, 401);
  assert.equal((await ask('GET', '/v1/me', undefined, member)).status, 200);
});

test('a cookie that is not genuine never becomes known by coming along with one that is', async () => {
  const { cookies } = await join();
  const [name, value] =
    Object.entries(cookies).find(([key]) => key.includes('session_token')) ?? [];
  const statusWith = async (cookie: string) =>
    (await ask('GET', '/v1/me', undefined, { cookie })).status;
  await statusWith(`${name}=forged; ${name}=${value}`);
  assert.equal(await statusWith(`${name}=forged`), 401);
  assert.equal(await statusWith(`${name}=${value}`), 200);
});

test('other roles and a removal count at once, and the last owner stays', async () => {
  const asOwner = await office.as([{ role: 'owner' }]);
  const owner = await joinTeam(team, { grants: [{ role: 'owner' }] });
  const member = await join();
  const { body: me } = await ask('GET', '/v1/me', undefined, member);
  const path = `/v1/members/${me.id}`;
  const grants = { grants: [{ role: 'entrance' }] };
  assert.equal((await asOwner('PATCH', path, grants)).status, 428);
  const changed = await asOwner('PATCH', path, grants, { 'if-match': '"1"' });
  assert.equal(changed.status, 200);
  assert.equal(changed.headers.get('etag'), '"2"');
  assert.equal((await asOwner('PATCH', path, grants, { 'if-match': '"1"' })).status, 412);
  const { body: now } = await ask('GET', '/v1/me', undefined, member);
  assert.deepEqual(now.grants, grants.grants);
  assert.equal((await asOwner('DELETE', path)).status, 204);
  assert.equal((await ask('GET', '/v1/me', undefined, member)).status, 401);
  const { body: last } = await ask('GET', '/v1/me', undefined, owner);
  const gone = await asOwner('DELETE', `/v1/members/${last.id}`);
  assert.deepEqual([gone.status, gone.body.code], [409, 'LAST_OWNER']);
  const less = await asOwner('PATCH', `/v1/members/${last.id}`, grants, { 'if-match': '"1"' });
  assert.deepEqual([less.status, less.body.code], [409, 'LAST_OWNER']);
});

test('ten wrong passwords lock an account for whoever sent them, and for nobody else', async () => {
  const member = await join();
  const other = await join();
  const from = '10.1.0.1';
  // Also when they come at once.
  const attempt = async () => (await signIn(member.email, 'a wrong password', { from })).status;
  const wrong = await Promise.all(Array.from({ length: 5 }, attempt));
  wrong.push(...(await Promise.all(Array.from({ length: 6 }, attempt))));
  assert.deepEqual(wrong.toSorted(), [...Array<number>(10).fill(401), 429]);
  const locked = await signIn(member.email, member.password, { from });
  assert.deepEqual([locked.status, locked.body.code], [429, 'RATE_LIMITED']);
  assert.ok(Number(locked.headers.get('retry-after')) > 600);
  assert.equal((await signIn(other.email, other.password, { from })).status, 200);
  assert.equal((await signIn(member.email, member.password, { from: '10.1.1.1' })).status, 200);
  // Until so many addresses guess that it is no accident.
  await office.postgres.query(
    "update office.attempts set count = 100 where subject like 'account %' and subject not like '% from %'",
  );
  const besieged = await signIn(member.email, member.password, { from: '10.1.1.1' });
  assert.deepEqual([besieged.status, besieged.body.code], [429, 'RATE_LIMITED']);
  await office.postgres.query('delete from office.attempts');
});

test('nobody learns from an answer whether an address has an account', async () => {
  const { email } = await join();
  const known = await signIn(email, 'a wrong password', { from: '10.1.2.1' });
  const unknown = await signIn('nobody@example.org', 'a wrong password', { from: '10.1.2.1' });
  assert.deepEqual([unknown.status, unknown.body], [known.status, known.body]);
});

test('an address is locked that guesses, links as well, and its neighbours are not', async () => {
  const { email, password } = await join();
  const from = '10.2.0.1';
  const answers: number[] = [];
  for (let i = 0; i < 31; i++) {
    const token = `a-token-that-is-guessed-${i}`;
    answers.push((await ask('POST', '/v1/links/read', { token }, { from })).status);
  }
  assert.deepEqual(answers, [...Array<number>(30).fill(410), 429]);
  assert.equal((await signIn(email, password, { from })).status, 429);
  assert.equal((await signIn(email, password, { from: '10.2.0.2' })).status, 200);
});

test('a second factor is asked for when it is on, and a backup code works once', async () => {
  const { cookie, email, password } = await join();
  const begun = await ask('POST', '/auth/two-factor/enable', { password }, { cookie });
  assert.equal(begun.status, 200);
  const secret = new URL(begun.body.totpURI).searchParams.get('secret') ?? '';
  // Only the first code switches it on.
  assert.equal((await signIn(email, password)).body.twoFactorRedirect, undefined);
  const first = await ask(
    'POST',
    '/auth/two-factor/verify-totp',
    { code: totp(secret) },
    { cookie },
  );
  assert.equal(first.status, 200);
  const half = await signIn(email, password);
  assert.deepEqual(half.body, { twoFactorRedirect: true });
  assert.equal((await ask('GET', '/v1/me', undefined, half)).status, 401);
  const verify = '/auth/two-factor/verify-totp';
  const wrong = await ask('POST', verify, { code: '000000' }, half);
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'WRONG_CODE']);
  const whole = await ask('POST', verify, { code: totp(secret) }, half);
  assert.equal(whole.status, 200);
  assert.equal((await ask('GET', '/v1/me', undefined, whole)).body.twoFactor, true);

  const [code] = begun.body.backupCodes;
  const backup = '/auth/two-factor/verify-backup-code';
  const again = await ask('POST', backup, { code }, await signIn(email, password));
  assert.equal((await ask('GET', '/v1/me', undefined, again)).status, 200);
  const twice = await ask('POST', backup, { code }, await signIn(email, password));
  assert.equal(twice.status, 401);
});

test('a link for a new password works once, ends all sessions, and may take the factors away', async () => {
  const asOwner = await office.as([{ role: 'owner' }]);
  const { cookie, email, password } = await join();
  const { body: me } = await ask('GET', '/v1/me', undefined, { cookie });
  const { body: link } = await asOwner('POST', `/v1/members/${me.id}/password-link`, {});
  const token = new URL(link.url).hash.slice(1);
  assert.ok(link.url.startsWith(`${CONSOLE}/new-password#`));
  const read = await ask('POST', '/v1/links/read', { token });
  assert.deepEqual([read.body.kind, read.body.email], ['new_password', email]);
  const set = async () =>
    await ask('POST', '/v1/links/new-password', { token, password: 'another long password' });
  assert.equal((await set()).status, 200);
  assert.deepEqual([(await set()).status, (await set()).body.code], [410, 'LINK_EXPIRED']);
  assert.equal((await ask('GET', '/v1/me', undefined, { cookie })).status, 401);
  assert.equal((await signIn(email, password)).status, 401);
  assert.equal((await signIn(email, 'another long password')).status, 200);
});

test('the first owner comes by a link: from this machine, once, and only while there is none', async () => {
  await office.db.deleteFrom('office.grants').execute();
  const link = await createFirstOwnerLink(office.db);
  const owner = {
    ...{ token: link?.token ?? '', email: 'First@example.org', name: 'First' },
    password: 'a long password',
  };
  const set = async (from: string) => await ask('POST', '/v1/links/first-owner', owner, { from });
  const far = await set('203.0.113.7');
  assert.deepEqual([far.status, far.body.code], [403, 'NOT_ALLOWED']);
  const [one, two] = await Promise.all([set('127.0.0.1'), set('127.0.0.1')]);
  assert.deepEqual([one.status, two.status].toSorted(), [201, 410]);
  const made = one.status === 201 ? one : two;
  const { body: me } = await ask('GET', '/v1/me', undefined, made);
  assert.deepEqual([me.email, me.grants], ['first@example.org', [{ role: 'owner' }]]);
  assert.equal(await createFirstOwnerLink(office.db), undefined);
});

test('an API key that was revoked is refused, and its secret is stored nowhere', async () => {
  const asOwner = await office.as([{ role: 'owner' }]);
  const body = { name: 'Accounting', grants: [{ role: 'viewer', eventId: 'show' }] };
  const { body: made } = await asOwner('POST', '/v1/api-keys', body);
  const headers = { authorization: `Bearer ${made.secret}` };
  const me = async () => await fetch(`${office.url}/v1/me`, { headers });
  assert.equal((await me()).status, 200);
  const rows = await office.postgres.query('select * from office.api_keys');
  assert.ok(!JSON.stringify(rows).includes(made.secret));
  assert.equal((await asOwner('DELETE', `/v1/api-keys/${made.apiKey.keyId}`)).status, 204);
  assert.equal((await me()).status, 401);
  assert.equal((await (await asOwner('GET', '/v1/me')).body).kind, 'api_key');
});

test('the activity log tells who did what, page by page, and never a secret', async () => {
  const asOwner = await office.as([{ role: 'owner' }]);
  const { body: first } = await asOwner('GET', '/v1/activity?limit=5');
  const { body: next } = await asOwner('GET', `/v1/activity?limit=5&cursor=${first.nextCursor}`);
  const ids = [...first.items, ...next.items].map((item) => item.activityId);
  assert.equal(new Set(ids).size, 10);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  );
  const { body: keys } = await asOwner('GET', '/v1/activity?action=createApiKey');
  const { outcome, after: made } = keys.items[0];
  assert.deepEqual([outcome, made.name, made.secret], ['done', 'Accounting', undefined]);
  const ofShow = await office.as([{ role: 'owner', eventId: 'show' }]);
  assert.deepEqual((await ofShow('GET', '/v1/activity')).body.items, []);
});

/** The code that an authenticator app shows now (RFC 6238). */
function totp(base32: string): string {
  const bits = Array.from(base32.replaceAll('=', ''))
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
