import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  RefusedRehearsal,
  requireOwnHost,
  requireRehearsal,
  requireTestBank,
} from '../src/index.ts';

const refuses = (what: () => void, message: RegExp) =>
  assert.throws(what, (error) => error instanceof RefusedRehearsal && message.test(error.message));

test('refuses the id of a real event in a running shop', () => {
  const event = { id: 'summer', rehearsal: false, taken: 0 };
  refuses(
    () => requireRehearsal(event, { kind: 'running', madeHere: false }),
    /summer is a real one; rehearse a copy/,
  );
  // Even one that it has made itself, should the shop not take it for a rehearsal.
  refuses(() => requireRehearsal(event, { kind: 'running', madeHere: true }), /a real one/);
});

test('refuses a real event in a site of its own unless it has made it', () => {
  const event = { id: 'summer', rehearsal: false, taken: 0 };
  refuses(() => requireRehearsal(event, { kind: 'own', madeHere: false }), /a real one/);
  requireRehearsal(event, { kind: 'own', madeHere: true });
});

test('refuses an event of which anything is sold or set aside', () => {
  const event = { id: 'practice', rehearsal: true, taken: 1 };
  refuses(
    () => requireRehearsal(event, { kind: 'running', madeHere: true }),
    /1 tickets of practice are sold or set aside/,
  );
});

for (const url of [
  ...[
    'https://shop.example',
    'https://tickets.example.com',
    'http://8.8.8.8',
    'https://[2001:db8::1]',
  ],
  ...['http://localhost.example.com', 'http://127.0.0.1.example.com', 'http://172.32.0.1'],
  ...['http://10.example.com', 'http://192.168.1.example.com'],
]) {
  test(`refuses ${url}, where buyers may be`, () => {
    refuses(() => requireOwnHost(url, undefined), /--allow-host/);
    refuses(() => requireOwnHost(url, 'another.example'), /--allow-host/);
    requireOwnHost(url, new URL(url).hostname);
  });
}

for (const url of [
  ...['http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:8080', 'http://10.1.2.3'],
  ...['http://192.168.1.7', 'http://172.16.0.1', 'http://frontend:8080', 'http://[fd00::1]'],
  'http://frontend.onsale.svc.cluster.local:8080',
]) {
  test(`takes ${url}`, () => {
    requireOwnHost(url, undefined);
  });
}

test('pays at the bank for tests behind the door of the shop, and nowhere else', () => {
  const shop = 'http://localhost:8080';
  requireTestBank('http://localhost:8080/bank/pay/co_1', shop);
  for (const url of [
    ...['https://checkout.stripe.com/c/pay/cs_live_1', 'http://localhost:8081/bank/pay/co_1'],
    ...['http://localhost:8080/pay/co_1', 'http://localhost:8080/bank/pay/../../orders/x'],
  ]) {
    refuses(() => requireTestBank(url, shop), /not the bank for tests/);
  }
});
