import { testMessages } from '@onsale/testing/test-messages';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../', import.meta.url));

testMessages(folder);

test('the area of a file begins the names of its messages', () => {
  const files = globSync('messages/*.json', { cwd: folder });
  assert.ok(files.length > 0);
  const wrong = files.flatMap((file) => {
    const [area = ''] = basename(file).split('.');
    const written = JSON.parse(readFileSync(folder + file, 'utf8')) as object;
    return Object.keys(written)
      .filter((key) => key !== '$schema' && !key.startsWith(`${area}_`.replaceAll('-', '_')))
      .map((key) => `${file}: ${key}`);
  });
  assert.deepEqual(wrong, []);
});
