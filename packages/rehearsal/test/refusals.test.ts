import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'node:test';
import type { RehearsalPlan } from '@onsale/contracts';
import { type Installation, RefusedRehearsal, rehearse } from '../src/index.ts';

// A shop that does as it likes, and remembers all that it was asked to change.

const PLAN: RehearsalPlan = {
  ...{ people: 3, tickets: 1, withinS: 1, phones: 0, bots: 0, abandons: 0, devices: 0 },
  ...{ kills: false, seed: 1 },
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

test('stops, and closes what it has made, when the shop does not take it for a rehearsal', async () => {
  const shop = await startShop({ rehearsal: false, sold: 0 });
  await refuses(play(shop.installation), /is a real one/);
  assert.deepEqual(shop.changes, ['create', 'publish', 'close']);
});

test('stops when something of the event is sold before anybody has come', async () => {
  const shop = await startShop({ rehearsal: true, sold: 2 });
  await refuses(play(shop.installation), /2 tickets of rehearsal-\w+ are sold/);
  assert.deepEqual(shop.changes, ['create', 'publish', 'close']);
});

test('marks what it makes in a running shop as a rehearsal, even as a copy of a real event', async () => {
  const shop = await startShop({ rehearsal: false, sold: 0 });
  await refuses(play(shop.installation, { ...PLAN, eventId: 'summer' }), /is a real one/);
  assert.equal(shop.made[0]?.['rehearsal'], true);
  assert.notEqual(shop.made[0]?.['id'], 'summer');
  assert.equal(JSON.stringify(shop.made).includes('summer-seat'), false);
});

test('kills nothing of a running shop, and asks it for nothing', async () => {
  const shop = await startShop({ rehearsal: true, sold: 0 });
  await refuses(play(shop.installation, { ...PLAN, kills: true }), /nothing in a running/);
  assert.deepEqual(shop.changes, []);
});

test('puts nothing on sale where the office says that buyers come to a public host', async () => {
  const shop = await startShop({ rehearsal: false, sold: 0, publicUrl: 'https://tickets.example' });
  await refuses(play(shop.installation), /tickets\.example may be what buyers use/);
  assert.equal(shop.changes.includes('publish'), false);
  const named = { ...shop.installation, allowedHost: 'tickets.example' };
  await refuses(play(named), /is a real one/);
  assert.equal(shop.changes.includes('publish'), true);
});

test('makes nothing without an API key', async () => {
  const shop = await startShop({ rehearsal: true, sold: 0 });
  await refuses(play({ ...shop.installation, office: undefined }), /needs an API key/);
  assert.deepEqual(shop.changes, []);
});

async function refuses(what: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(
    what,
    (error) => error instanceof RefusedRehearsal && message.test(error.message),
  );
}

async function play(installation: Installation, plan = PLAN): Promise<unknown> {
  const signal = AbortSignal.timeout(60_000);
  return await rehearse(installation, { plan, signal, say: () => undefined });
}

async function startShop({
  rehearsal,
  sold,
  publicUrl = 'http://localhost:8080',
}: {
  rehearsal: boolean;
  sold: number;
  publicUrl?: string;
}) {
  const changes: string[] = [];
  const made: Record<string, unknown>[] = [];
  const started = createServer((request, response) => {
    const answer = (body: object) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const { method, url = '' } = request;
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      if (method === 'POST' && url.endsWith('/steps')) changes.push(String(body['step']));
      else if (method === 'POST') {
        changes.push('create');
        made.push(body);
      }
      const id = url.split('/')[4] ?? '';
      if (url.startsWith('/api/v1/events/')) answer({ id, rehearsal });
      else if (url.startsWith('/office/v1/events/')) answer(officeEvent(id, sold));
      else answer({ url: `${publicUrl}/events/${String(body['id'])}` });
    });
  });
  server = started;
  await once(started.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  const installation: Installation = {
    ...{ kind: 'running', version: 'test', url, trustsUs: false, bank: undefined },
    ...{ mails: undefined, cpu: undefined, killable: [] },
    office: { url: `${url}/office`, apiKey: 'key' },
  };
  return { changes, made, installation };
}

function officeEvent(id: string, sold: number) {
  const tickets = [{ id: 'summer-seat', name: 'Seat', type: 'adult', price: 10, capacity: 5 }];
  const event = { id, name: 'Summer', venue: 'Hall', currency: 'EUR', tickets };
  return { eventId: id, status: 'on_sale', steps: ['pause', 'close'], held: 0, sold, event };
}
