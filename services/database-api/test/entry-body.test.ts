import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '@onsale/contracts';
import { isJsonObject, readEntryBody } from '../src/entry-body.ts';

const cut = (text: string) => readEntryBody(Buffer.from(text)).valueText;

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

void test('cuts out the text of a value exactly, wherever it stands', () => {
  const values = [
    '{}',
    '{"big":123456789012345678901234567890,"e":1E400,"z":1.0}',
    '{"b":1,"a":2,"10":3,"2":4}',
    '{ "spaced" :\t[ 1 , 2 ]\n}',
    String.raw`{"quote\"}":"\\","a,b":"}{][:,","u":"\u00fc\ud83d\ude00"}`,
    '{"ü":"😀","value":{"value":"value"}}',
    '{"a":1,"a":2}',
  ];
  for (const value of values) {
    assert.equal(cut(`{"value":${value}}`), value);
    assert.equal(cut(`{"key":"a\\\\","value":${value},"ttlSeconds":1}`), value);
    assert.equal(cut(` { "value" : ${value} , "key" : "value" } `), value);
    assert.equal(cut(`{"val\\u0075e":${value}}`), value);
  }
});

void test('finds no value when there is none', () => {
  assert.equal(cut('{}'), undefined);
  assert.equal(cut('{"key":"value"}'), undefined);
  assert.equal(cut('{"other":{"value":{}}}'), undefined);
  assert.equal(cut('[{"value":{}}]'), undefined);
});

void test('refuses invalid JSON', () => {
  for (const text of ['', '{', '{"value":{}', '{"value":{},}', "{'value':{}}", '{"value":NaN}']) {
    assert.match(
      refusal(() => cut(text)),
      /^INVALID_JSON: /,
      text,
    );
  }
  const latin1 = Buffer.from('{"value":{"a":"ü"}}', 'latin1');
  assert.match(
    refusal(() => readEntryBody(latin1)),
    /UTF-8/,
  );
});

void test('refuses duplicate fields, and __proto__ at any depth and in any spelling', () => {
  assert.equal(
    refusal(() => cut('{"value":{},"value":{}}')),
    'INVALID_REQUEST: value appears twice',
  );
  for (const name of ['__proto__', String.raw`\u005f_proto__`]) {
    for (const text of [
      `{"${name}":{}}`,
      `{"value":{"${name}":{}}}`,
      `{"value":{"a":[{"${name}" :1}]}}`,
      `{"value":{"a":{"${name}":1},"a":2}}`,
    ]) {
      assert.match(
        refusal(() => cut(text)),
        /^INVALID_REQUEST: __proto__/,
        text,
      );
    }
  }
  assert.equal(cut('{"value":{"a":"__proto__"}}'), '{"a":"__proto__"}');
});

void test('accepts a value 100 levels deep, and refuses one more or any greater depth', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
  assert.equal(cut(`{"value":${nested(100)}}`), nested(100));
  for (const depth of [101, 1000, 150_000]) {
    assert.match(
      refusal(() => cut(`{"value":${nested(depth)}}`)),
      /nested more than 100/,
    );
  }
  const arrays = `{"value":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`;
  assert.match(
    refusal(() => cut(arrays)),
    /nested more than 100/,
  );
});

void test('accepts a value of one MiB and refuses one byte more', () => {
  const sized = (bytes: number) => `{"a":"${'ü'.repeat((bytes - 8) / 2)}"}`;
  assert.equal(cut(`{"value":${sized(1024 * 1024)}}`), sized(1024 * 1024));
  assert.match(
    refusal(() => cut(`{"value":${sized(1024 * 1024)} ,"key":"k"}`)),
    /accepted/,
  );
  assert.match(
    refusal(() => cut(`{"value": ${sized(1024 * 1024 + 2)}}`)),
    /^VALUE_TOO_LARGE/,
  );
});

void test('recognizes the text of a JSON object', () => {
  assert.equal(isJsonObject(' {"a":1}'), true);
  for (const text of ['', 'hello', '[1]', '"{}"', '{', 'null']) {
    assert.equal(isJsonObject(text), false);
  }
});
