import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type * as contracts from '@onsale/contracts';
import { clientTypes, GENERATED } from '../generate/client-types.ts';
import type * as client from '../src/index.ts';

test('the types of clients match the published interfaces (if not: npm run api)', async () => {
  const expected = await clientTypes();
  assert.deepEqual((await readdir(GENERATED)).toSorted(), [...expected.keys()].toSorted());
  for (const [name, text] of expected) {
    assert.equal(await readFile(new URL(name, GENERATED), 'utf8'), text, name);
  }
});

test('what a service sends is what a client reads', () => {
  // Checked by the compiler.
  const read = (sent: {
    order: contracts.Order;
    event: contracts.EventDetails;
    seller: contracts.Seller;
    fleet: contracts.Fleet;
    load: contracts.LoadStats;
  }): {
    order: client.Order;
    event: client.EventDetails;
    seller: client.Seller;
    fleet: client.Fleet;
    load: client.LoadStats;
  } => sent;
  const order = (sent: client.CreateOrderRequest): contracts.CreateOrderRequest => sent;
  assert.ok([read, order].every((check) => typeof check === 'function'));
});
