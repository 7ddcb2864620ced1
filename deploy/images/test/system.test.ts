import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type {
  CheckInList,
  LoadReport,
  OrderTickets,
  ScanAnswer,
  SignedInDevice,
  TicketKey,
} from '@onsale/contracts';
import { chooseBases, findEngine, imageName, runEngine } from '@onsale/images';
import { eventually, startCrowd, startMailServer } from '@onsale/testing';
import { verifyCode } from '@onsale/ticket-codes';
import { startProject } from './compose-project.ts';

// compose.yaml with the real images, under attack while a crowd buys through nginx.

const CAPACITY = 5000;
const BUYERS = 2;
/** The services whose process 1 is Node with permissions, as all but the bank. */
const SERVICES = [
  ...['gateway', 'order-worker', 'database-api', 'payments', 'office', 'recorder'],
  ...['delivery', 'workload-generator', 'audit'],
];
/** Paid at the bank, and limited, which needs the key of customers. */
const PIER_NIGHT = `id: pier-night
name: Pier Night
venue: Old Pier
startsAt: 2099-08-01T20:00:00Z
currency: EUR
paymentMethods: [online]
maxPerCustomer: 2
tickets:
  - { id: pier-night-adult, name: Admission, type: adult, price: 20.00, capacity: 3 }
`;
const HOUR_MS = 3_600_000;
/** Has begun an hour ago, so that people are let in. */
const TONIGHT = `id: tonight
name: Tonight
venue: Old Pier
startsAt: ${hoursFromNow(-1)}
endsAt: ${hoursFromNow(6)}
currency: EUR
tickets:
  - { id: tonight-adult, name: Admission, type: adult, price: 20.00, capacity: 10 }
`;
/** Containers may be slow on a small machine that builds images at the same time. */
const START_TIMEOUT_MS = 120_000;
/** What the workload generator orders from. */
const REHEARSAL = `id: rehearsal
name: Rehearsal
venue: Nowhere
startsAt: 2099-08-01T20:00:00Z
currency: EUR
rehearsal: true
tickets:
  - { id: rehearsal-adult, name: Adult, type: adult, price: 10, capacity: 1000 }
`;

test('the system of compose.yaml sells through killed containers', async (t) => {
  const say = (line: string) => t.diagnostic(line);
  const engine = await findEngine(say);
  const bases = await chooseBases(engine, say);
  const mailServer = await startMailServer({ host: addressOfMachine() });
  t.after(() => mailServer.stop());
  const project = await startProject(engine, {
    bases,
    capacity: CAPACITY,
    environment: {
      ...{ GATEWAYS: '2', ORDER_WORKERS: '2' },
      ...{ MAIL_SECRETS: await writeMailSecrets(t, mailServer.url) },
      ...{ SMTP_URL_FILE: '/mail-server/smtp-url', MAILS_PER_S: '50' },
    },
  });
  t.after(() => project.stop());
  const api = `${project.address}/api`;
  const get = async (path: string) => {
    const response = await fetch(api + path, { signal: AbortSignal.timeout(5000) }).catch(
      () => undefined,
    );
    return { status: response?.status, body: await response?.text().catch(() => undefined) };
  };
  const crowd = startCrowd({ addresses: () => [api], buyers: BUYERS, pauseMs: 100 });
  const { sale } = crowd;
  /** By us, beside the crowd. */
  let ordered = 0;
  const sells = async (orders: number) => {
    const goal = sale.orders.size + orders;
    await eventually(
      async () => sale.orders.size,
      (placed) => placed >= goal || sale.soldOut > 0,
      START_TIMEOUT_MS,
    );
  };
  // Until the engine has cleaned up after it.
  const kill = async (container: string) => {
    await runEngine(engine, ['kill', '--signal', 'KILL', container]);
    await runEngine(engine, ['wait', container]);
  };
  // The restart policy does not count a manual kill as a failure.
  const start = async (container: string) => {
    await runEngine(engine, ['start', container]);
  };
  const isFinal = async (orderId: string) => {
    const answer = await eventually(
      async () => await get(`/v1/orders/${orderId}`),
      ({ status, body }) => status === 200 && !/"status":"pending"/.test(body ?? ''),
      START_TIMEOUT_MS,
    );
    return answer.body ?? '';
  };

  // If this fails, so does everything after it.
  await eventually(
    async () => (await get('/v1/tickets')).status,
    (status) => status === 200,
    START_TIMEOUT_MS,
  ).catch(async (error: unknown) => {
    throw new Error(`the system does not start:\n${await project.logs()}`, { cause: error });
  });

  const text = async (path: string) => await (await fetch(project.address + path)).text();

  await t.test(
    'nginx serves the pages, with the title of an event, and the laboratory',
    async () => {
      assert.match(await text('/'), /<!doctype html>/i);
      // nginx keeps a page without it, if the gateway was too slow, for a second.
      await eventually(
        async () => await text('/events/show'),
        (page) => /<title>Show, Hall, /.test(page),
        START_TIMEOUT_MS,
      );
      assert.match(await text('/lab/'), /<script [^>]*src="\/lab\/assets\//);
      assert.equal((JSON.parse(await text('/config.json')) as { lab: boolean }).lab, true);
    },
  );

  await t.test('a ticket is bought through nginx', async () => {
    await sells(1);
    const [orderId = ''] = sale.orders.values();
    assert.match(await isFinal(orderId), /"status":"confirmed"/);
  });

  await t.test('its tickets are shown, printed and mailed, and their codes are real', async () => {
    const email = 'grace@example.com';
    const placed = await fetch(`${api}/v1/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'tickets' },
      body: JSON.stringify({
        customer: { name: 'Grace Hopper', email },
        items: [{ ticketId: 'seat', qty: 2 }],
        paymentMethod: 'credit_card',
      }),
    });
    const { orderId } = (await placed.json()) as { orderId: string };
    ordered += 1;
    assert.match(await isFinal(orderId), /"status":"confirmed"/);

    const shown = await eventually(
      async () => await get(`/v1/orders/${orderId}/tickets`),
      ({ status }) => status === 200,
      START_TIMEOUT_MS,
    );
    const { tickets, eventId } = JSON.parse(shown.body ?? '{}') as OrderTickets;
    const { keys } = JSON.parse((await get('/v1/ticket-keys')).body ?? '{}') as {
      keys: TicketKey[];
    };
    assert.equal(tickets.length, 2);
    for (const { code = '' } of tickets) {
      const verdict = await verifyCode(code, keys, { eventId });
      assert.equal(verdict.ok, true, JSON.stringify(verdict));
    }
    const made = await project.run('ticket-keys', ['rotate']);
    assert.equal(made.code, 0, made.output);
    const listed = await project.run('ticket-keys', ['list']);
    assert.ok(keys[0] && listed.output.includes(keys[0].keyId), listed.output);
    await eventually(
      // As if for the first time: nginx keeps them for a minute.
      async () =>
        JSON.parse((await get('/v1/ticket-keys?new')).body ?? '{}') as { keys: TicketKey[] },
      (published) => published.keys.length === 2,
      START_TIMEOUT_MS,
    );

    const printed = await fetch(`${api}/v1/orders/${orderId}/tickets.pdf`);
    assert.match(await printed.text(), /^%PDF-/);
    const mail = await mailServer.received(({ to }) => to.includes(email));
    const { text = '', attachments } = await mail.parse();
    assert.ok(text.includes(`/orders/${orderId}`), text);
    const files = attachments.map(
      ({ filename = '', content }) => `${filename} ${content.toString('latin1', 0, 5)}`,
    );
    assert.match(files.join(', '), /^tickets\.pdf %PDF-, \S+\.pdf %PDF-, tickets\.ics BEGIN$/);
  });

  await t.test('the laboratory asks the audit, which is a process of its own', async () => {
    const books = await eventually(
      async () => await get('/v1/audit/books'),
      ({ status }) => status === 200,
      START_TIMEOUT_MS,
    );
    assert.match(books.body ?? '', new RegExp(`"capacity":${CAPACITY}`));
    const audit = await get('/v1/audit');
    assert.equal(audit.status, 200, `${audit.body}`);
    assert.deepEqual(JSON.parse(audit.body ?? '{}').problems, []);
  });

  const { consoleAddress } = project;
  const ask = async (
    path: string,
    { body, cookie = '', token }: { body?: object; cookie?: string; token?: string } = {},
  ) =>
    await fetch(`${consoleAddress}/api${path}`, {
      headers: {
        ...{ origin: consoleAddress, 'content-type': 'application/json' },
        ...(cookie === '' ? {} : { cookie }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  let cookie = '';

  await t.test('an owner who was invited signs in to the console, and finds an order', async () => {
    const page = await (await fetch(consoleAddress)).text();
    assert.match(page, /<script [^>]*src="\/assets\//);
    const refused = await eventually(
      async () => await ask('/v1/me'),
      ({ status }) => status < 500,
      START_TIMEOUT_MS,
    );
    assert.equal(refused.status, 401);
    const email = 'ada@example.com';
    const invited = await project.admin('office', 'invite', email, '--role', 'owner');
    assert.equal(invited.code, 0, invited.output);
    const [, token = ''] =
      new RegExp(`${consoleAddress}/invitation#(\\S+)`).exec(invited.output) ?? [];
    const account = { name: 'Ada Lovelace', password: 'a password for the test of images' };
    const accepted = await ask('/v1/links/invitation', { body: { token, ...account } });
    assert.equal(accepted.status, 201, await accepted.text());
    const signedIn = await ask('/auth/sign-in/email', {
      body: { email, password: account.password },
    });
    assert.equal(signedIn.status, 200, await signedIn.text());
    const cookies = signedIn.headers.getSetCookie().map((each) => each.split(';')[0]);
    cookie = cookies.join('; ');
    const [orderId = ''] = sale.orders.values();
    await eventually(
      async () => await (await ask(`/v1/orders?q=${orderId}`, { cookie })).text(),
      (found) => found.includes(`"orderId":"${orderId}"`),
      START_TIMEOUT_MS,
    );
    const shop = await fetch(`${api}/v1/me`);
    assert.equal(shop.status, 404, 'the door of the shop knows nothing of the team');
  });

  await t.test(
    'the app of the entrance is on the port of the console, with its own policy',
    async () => {
      const load = async (path: string) => await fetch(consoleAddress + path);
      const app = await load('/checkin/');
      assert.equal(app.status, 200);
      assert.match(app.headers.get('content-security-policy') ?? '', /'wasm-unsafe-eval'/);
      assert.match(app.headers.get('permissions-policy') ?? '', /camera=\(self\)/);
      const [, script = ''] =
        /<script [^>]*src="(\/checkin\/assets\/[^"]+)"/.exec(await app.text()) ?? [];
      for (const [path, type] of [
        [script, /javascript/],
        ['/checkin/worker.js', /javascript/],
        ['/checkin/manifest.webmanifest', /manifest\+json/],
      ] as const) {
        const file = await load(path);
        assert.equal(file.status, 200, path);
        assert.match(file.headers.get('content-type') ?? '', type);
      }
      const ofConsole = await load('/');
      assert.doesNotMatch(ofConsole.headers.get('content-security-policy') ?? '', /wasm/);
      assert.match(ofConsole.headers.get('permissions-policy') ?? '', /camera=\(\)/);
      const ofShop = await fetch(`${project.address}/checkin/assets/none.js`);
      assert.doesNotMatch(ofShop.headers.get('content-security-policy') ?? '', /wasm/);
    },
  );

  await t.test(
    'two phones let in a ticket of delivery once, though the office is killed',
    async () => {
      const put = await project.run('admin', ['event', 'put', '/dev/stdin'], TONIGHT);
      assert.equal(put.code, 0, put.output);
      const published = await project.admin('event', 'publish', 'tonight');
      assert.equal(published.code, 0, published.output);
      const customer = { name: 'Ada', email: 'ada@example.com' };
      const items = [{ ticketId: 'tonight-adult', qty: 1 }];
      const placed = await eventually(
        async () =>
          await fetch(`${api}/v1/orders`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': 'tonight' },
            body: JSON.stringify({ customer, items, paymentMethod: 'credit_card' }),
          }),
        ({ status }) => status === 201,
        START_TIMEOUT_MS,
      );
      const { orderId } = (await placed.json()) as { orderId: string };
      ordered += 1;
      const shown = await eventually(
        async () => await get(`/v1/orders/${orderId}/tickets`),
        ({ status, body }) => status === 200 && /"code":/.test(body ?? ''),
        START_TIMEOUT_MS,
      );
      const code = (JSON.parse(shown.body ?? '{}') as OrderTickets).tickets[0]?.code;

      const signIn = async () => {
        const body = { entranceId: 'main' };
        const added = await ask('/v1/events/tonight/devices', { cookie, body });
        assert.equal(added.status, 201, await added.clone().text());
        const { code: ofDevice } = (await added.json()) as { code: string };
        const device = await ask('/v1/devices', { body: { code: ofDevice } });
        assert.equal(device.status, 201, await device.clone().text());
        return ((await device.json()) as SignedInDevice).token;
      };
      const scan = async (token: string) => {
        const now = Date.now();
        const body = { sentAt: now, scans: [{ number: 1, at: now, via: 'camera', code }] };
        const answer = await ask('/v1/checkins', { token, body });
        if (answer.status !== 200) return { kind: answer.status };
        const { results } = (await answer.json()) as { results: { answer: ScanAnswer }[] };
        return { kind: results[0]?.answer.kind };
      };
      const [north, south] = [await signIn(), await signIn()];
      await eventually(
        async () => {
          const answer = await ask('/v1/check-in-list', { token: north });
          return answer.status === 200 ? ((await answer.json()) as CheckInList).orders : [];
        },
        ({ length }) => length === 1,
        START_TIMEOUT_MS,
      );
      assert.deepEqual(await scan(north), { kind: 'welcome' });
      const [office = ''] = await project.containers('office');
      await kill(office);
      await start(office);
      // The same scan, sent again, and a copy.
      const again = await eventually(
        async () => await scan(north),
        ({ kind }) => typeof kind === 'string',
        START_TIMEOUT_MS,
      );
      assert.deepEqual(again, { kind: 'welcome' });
      assert.deepEqual(await scan(south), { kind: 'already_in' });
      assert.equal((await ask('/v1/check-in-list')).status, 401);
    },
  );

  await t.test('every service runs with the permissions of its image', async () => {
    for (const service of SERVICES) {
      for (const container of await project.containers(service)) {
        const words = ['exec', container, 'cat', '/proc/1/cmdline'];
        const [program, ...flags] = (await runEngine(engine, words)).split('\0');
        assert.equal(program, 'node');
        assert.ok(flags.includes('--permission'), `${container}: ${flags.join(' ')}`);
      }
    }
  });

  await t.test("the sale goes on while one worker's container is killed", async () => {
    const [first = ''] = await project.containers('order-worker');
    await kill(first);
    await sells(10);
    const last = [...sale.orders.values()].at(-1) ?? '';
    await isFinal(last);
    await start(first);
  });

  await t.test(
    'orders wait while there is no worker, and are settled when one is back',
    async () => {
      const workers = await project.containers('order-worker');
      assert.equal(workers.length, 2);
      await Promise.all(workers.map(kill));
      await sells(10);
      for (const worker of workers) await start(worker);
      await isFinal([...sale.orders.values()].at(-1) ?? '');
    },
  );

  await t.test('the door finds the gateways again after each was killed', async () => {
    const gateways = await project.containers('gateway');
    assert.equal(gateways.length, 2);
    for (const gateway of gateways) {
      await kill(gateway);
      await start(gateway);
      await sells(10);
    }
  });

  await t.test('Redis is killed and has every order that was answered', async () => {
    const [redis = ''] = await project.containers('redis');
    await kill(redis);
    await start(redis);
    await sells(10);
  });

  await t.test('a container that is stopped ends by itself', async () => {
    const [gateway = ''] = await project.containers('gateway');
    await runEngine(engine, ['stop', '--time', '20', gateway]);
    const code = await runEngine(engine, ['inspect', '-f', '{{.State.ExitCode}}', gateway]);
    assert.equal(code.trim(), '0');
  });

  await t.test('an event is put from stdin, and an order of it is paid at the bank', async () => {
    const put = await project.run('admin', ['event', 'put', '/dev/stdin'], PIER_NIGHT);
    assert.equal(put.code, 0, put.output);
    const published = await project.admin('event', 'publish', 'pier-night');
    assert.equal(published.code, 0, published.output);
    const order = {
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId: 'pier-night-adult', qty: 1 }],
      paymentMethod: 'online',
    };
    const answer = await eventually(
      async () => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': 'held' };
        const request = { method: 'POST', headers, body: JSON.stringify(order) };
        const response = await fetch(`${api}/v1/orders`, request).catch(() => undefined);
        return { status: response?.status, body: await response?.text().catch(() => '') };
      },
      ({ status }) => status === 201,
      START_TIMEOUT_MS,
    );
    const { orderId } = JSON.parse(answer.body ?? '{}') as { orderId: string };
    ordered += 1;
    assert.match(await isFinal(orderId), /"status":"held"/);
    const { body: started } = await eventually(
      async () => {
        const headers = { 'content-type': 'application/json' };
        const path = `${api}/v1/orders/${orderId}/payment`;
        const response = await fetch(path, { method: 'POST', headers }).catch(() => undefined);
        return { status: response?.status, body: await response?.text().catch(() => '') };
      },
      ({ status }) => status === 200,
      START_TIMEOUT_MS,
    );
    const { pathname } = new URL((JSON.parse(started ?? '') as { url: string }).url);
    const paid = await fetch(`${project.address}${pathname}/pay`, {
      method: 'POST',
      headers: { origin: project.address },
      body: new URLSearchParams(),
      redirect: 'manual',
    });
    assert.equal(paid.status, 303, await paid.text());
    await eventually(
      async () => (await get(`/v1/orders/${orderId}`)).body,
      (body) => /"status":"confirmed"/.test(body ?? ''),
      START_TIMEOUT_MS,
    );
    const compared = await project.admin('payments', 'reconcile');
    assert.equal(compared.code, 0, compared.output);
  });

  await t.test('the generator rehearses, keeps the report, and resets what it bought', async () => {
    const put = await project.run('admin', ['event', 'put', '/dev/stdin'], REHEARSAL);
    assert.equal(put.code, 0, put.output);
    const published = await project.admin('event', 'publish', 'rehearsal');
    assert.equal(published.code, 0, published.output);
    // Redis was killed, and knows it again once it is connected.
    await eventually(
      async () => (await get('/v1/fleet')).body,
      (fleet) => /"service":"workload-generator"/.test(fleet ?? ''),
      START_TIMEOUT_MS,
    );
    // A gateway shows what was published within a second.
    await eventually(
      async () => (await get('/v1/tickets?event=rehearsal')).body,
      (tickets) => /"rehearsal-adult"/.test(tickets ?? ''),
      START_TIMEOUT_MS,
    );
    const workload = async (path: string, body?: object) => {
      const headers = { 'content-type': 'application/json' };
      const request = body && { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${project.address}/workload${path}`, request);
      const answer = await response.text();
      assert.ok(response.ok, answer);
      return answer;
    };
    const { runId } = JSON.parse(await workload('/start', { rps: 20, durationS: 2 })) as LoadReport;
    const run = await eventually(
      async () => JSON.parse(await workload(`/runs/${runId}`)) as LoadReport,
      ({ state }) => state === 'finished',
      START_TIMEOUT_MS,
    );
    assert.equal(run.sells, 'event');
    assert.ok(run.orders.accepted > 0, JSON.stringify(run.failures));
    const { ordersDeleted } = JSON.parse(await workload('/rehearsal/reset', {}));
    assert.equal(ordersDeleted, run.orders.accepted);

    const [generator = ''] = await project.containers('workload-generator');
    await kill(generator);
    await start(generator);
    await eventually(
      async () => await text(`/workload/runs/${runId}`),
      (report) => report.includes(`"runId":"${runId}"`),
      START_TIMEOUT_MS,
    );
  });

  await t.test('the archive may write to its volume', async () => {
    const archived = await project.run('archive', []);
    assert.equal(archived.code, 0, archived.output);
    assert.match(archived.output, /^0 orders have left/m);
    const probe = "require('node:fs').writeFileSync('/archive/probe', '')";
    const words = ['run', '--rm', '--volume', `${project.name}_archive:/archive`, '--read-only'];
    await runEngine(engine, [
      ...[...words, '--entrypoint', 'node', imageName('database-api'), '--eval', probe],
    ]);
  });

  await t.test('the audit finds every order, and each in one final state', async () => {
    await crowd.stop();
    for (const orderId of sale.orders.values()) await isFinal(orderId);
    const { code, output } = await project.admin('audit');
    assert.equal(code, 0, output);
    assert.match(output, /Nothing is oversold/);
    assert.match(output, new RegExp(`^${sale.orders.size + ordered} orders: 0 pending`, 'm'));
    t.diagnostic(`${sale.orders.size} orders, ${sale.repeated} requests repeated`);
  });

  await t.test('PostgreSQL was killed too, and has recorded every order once', async () => {
    const [postgres = ''] = await project.containers('postgres');
    await kill(postgres);
    await start(postgres);
    const { code, output } = await eventually(
      async () => await project.admin('records', 'verify'),
      (verified) => verified.code === 0,
      START_TIMEOUT_MS,
    );
    assert.equal(code, 0, output);
  });
});

function hoursFromNow(hours: number): string {
  return `${new Date(Date.now() + hours * HOUR_MS).toISOString().slice(0, -5)}Z`;
}

/** Where containers reach this machine: no loopback. */
function addressOfMachine(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (found === undefined) throw new Error('this machine has no address that containers reach');
  return found.address;
}

/** The folder with the address of the mail server, as docs/containers.md says. */
async function writeMailSecrets(t: TestContext, url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-mail-server-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'smtp-url'), url, { mode: 0o444 });
  await chmod(folder, 0o755);
  return folder;
}
