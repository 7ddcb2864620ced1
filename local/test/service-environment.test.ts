import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareLocalPayments } from '../src/local-payments.ts';
import { serviceEnvironment } from '../src/service-environment.ts';

const SALE = ['gateway', 'order-worker', 'payments', 'workload-generator', 'bank', 'audit'];
let dataFolder: string;
before(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'onsale-environment-'));
});
after(() => rm(dataFolder, { recursive: true }));

function environmentOf(
  name: string,
  { environment = {}, services = [] }: { environment?: object; services?: readonly string[] },
) {
  const places = { root: '/onsale/', dataFolder, environment: { ...environment } };
  return serviceEnvironment(name, {
    ...{ places, port: 1, login: {}, requestCores: undefined, publicUrl: 'http://localhost:8080' },
    consoleUrl: 'http://localhost:8081',
    payments: prepareLocalPayments(places),
    ports: new Map(services.map((each, index) => [each, index + 1])),
  });
}

test('no process of the sale side gets the address of the records', () => {
  const environment = { DATABASE_URL: 'postgres://ours', DATABASE_URL_FILE: '', LOG_LEVEL: 'warn' };
  for (const name of SALE) {
    const given = environmentOf(name, { environment });
    assert.equal(given['LOG_LEVEL'], 'warn');
    assert.doesNotMatch(JSON.stringify(given), /postgres:/, name);
  }
  for (const name of ['office', 'recorder']) {
    assert.equal(environmentOf(name, { environment })['DATABASE_URL'], 'postgres://ours');
  }
});

test('gateway and payments ask the office with a token that is made once', async () => {
  const services = ['office'];
  const files = ['gateway', 'payments', 'office'].map(
    (name) => environmentOf(name, { services })['OFFICE_TOKEN_FILE'],
  );
  assert.equal(new Set(files).size, 1);
  assert.ok((await readFile(files[0] ?? '', 'utf8')).length > 30);
  assert.equal(environmentOf('gateway', { services })['OFFICE_URL'], 'http://127.0.0.1:1');
  assert.equal(environmentOf('order-worker', { services })['OFFICE_TOKEN_FILE'], undefined);
});

test('a token that is given is used, and only by those who need it', () => {
  const given = { environment: { OFFICE_TOKEN: 'ours' }, services: ['office'] };
  for (const name of ['gateway', 'payments', 'office']) {
    assert.equal(environmentOf(name, given)['OFFICE_TOKEN'], 'ours');
    assert.equal(environmentOf(name, given)['OFFICE_TOKEN_FILE'], undefined);
  }
  assert.equal(environmentOf('bank', given)['OFFICE_TOKEN'], undefined);
});

test('without an office, nobody is told of one', () => {
  for (const name of ['gateway', 'payments']) {
    assert.doesNotMatch(Object.keys(environmentOf(name, {})).join(), /OFFICE/);
  }
});
