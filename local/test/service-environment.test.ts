import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseKeys } from '@onsale/ticket-codes';
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
    doorUrl: 'http://localhost:8080',
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
  for (const name of ['office', 'recorder', 'delivery']) {
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

test('tickets are signed with a key that is made once', async () => {
  const { TICKET_KEYS_FILE: file = '' } = environmentOf('delivery', {});
  const [key, ...others] = parseKeys(await readFile(file, 'utf8'));
  assert.deepEqual(others, []);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(environmentOf('delivery', {})['TICKET_KEYS_FILE'], file);
  assert.equal(parseKeys(await readFile(file, 'utf8'))[0]?.keyId, key?.keyId);
  const environment = { TICKET_KEYS_FILE: '/ours/keys.json' };
  assert.equal(environmentOf('delivery', { environment })['TICKET_KEYS_FILE'], '/ours/keys.json');
});

test('mails are kept in a folder until there is a server, which only delivery hears of', () => {
  assert.equal(environmentOf('delivery', {})['MAIL_DIR'], `${dataFolder}/mail`);
  const environment = { SMTP_URL: 'smtp://ada:pass@mail.example', DKIM_PRIVATE_KEY: 'pass' };
  const given = environmentOf('delivery', { environment });
  assert.equal(given['SMTP_URL'], environment.SMTP_URL);
  assert.equal(given['MAIL_DIR'], '');
  for (const name of [...SALE, 'office', 'recorder']) {
    assert.doesNotMatch(JSON.stringify(environmentOf(name, { environment })), /pass/, name);
  }
});

test('without an office, nobody is told of one', () => {
  for (const name of ['gateway', 'payments']) {
    assert.doesNotMatch(Object.keys(environmentOf(name, {})).join(), /OFFICE/);
  }
});
