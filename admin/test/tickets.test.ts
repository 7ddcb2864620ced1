import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseKeys, readKeyFile } from '@onsale/ticket-codes';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'onsale-admin-keys-'));
after(() => rm(folder, { recursive: true }));

/** Runs `tickets keys …` to its end. */
async function keys(
  args: readonly string[],
  { file, stdin = '' }: { file?: string; stdin?: string },
) {
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    ...(file === undefined ? {} : { TICKET_KEYS_FILE: file }),
  };
  const child = spawn(process.execPath, [MAIN, 'tickets', 'keys', ...args], { env });
  child.stdin.end(stdin);
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number];
  const [stdout, stderr] = await texts;
  return { code, stdout, stderr };
}

test('tickets keys rotate adds a key that signs a day later, and keeps what there was', async () => {
  const file = join(folder, 'keys.json');
  const first = await keys(['rotate'], { file });
  assert.deepEqual([first.code, first.stderr], [0, '']);
  assert.match(first.stdout, /^The key [0-9a-f]{8} is added, and signs from 20/);
  await keys(['rotate'], { file });
  await keys(['rotate', '--at-once'], { file });
  const [third, second, oldest] = await readKeyFile(file);
  assert.equal(oldest?.signsFrom, oldest?.createdAt);
  assert.equal(Date.parse(second!.signsFrom) - Date.parse(second!.createdAt), 86_400_000);
  assert.equal(third?.signsFrom, third?.createdAt);
  assert.equal((await stat(file)).mode & 0o777, 0o600);

  const listed = await keys(['list'], { file });
  assert.match(
    listed.stdout,
    new RegExp(`${third?.keyId} .* signs\\n${second?.keyId} .* waits\\n`),
  );
  assert.match(listed.stdout, new RegExp(`${oldest?.keyId} .* only checks\\n$`));
  const json = await keys(['list', '--json'], { file });
  const secrets = (JSON.parse(await readFile(file, 'utf8')) as { keys: { privateKey: string }[] })
    .keys;
  for (const { privateKey } of secrets) {
    for (const { stdout } of [first, listed, json]) assert.ok(!stdout.includes(privateKey));
  }
});

test('tickets keys rotate works through a pipe, for keys that live in a Secret', async () => {
  const first = await keys(['rotate', '--stdin'], { stdin: '{"keys":[]}' });
  assert.equal(first.code, 0);
  assert.match(first.stderr, /^The key [0-9a-f]{8} is added/);
  const second = await keys(['rotate', '--stdin'], { stdin: first.stdout });
  assert.deepEqual(
    parseKeys(second.stdout)
      .map(({ keyId }) => keyId)
      .slice(1),
    parseKeys(first.stdout).map(({ keyId }) => keyId),
  );
  const listed = await keys(['list', '--stdin'], { stdin: second.stdout });
  assert.equal(listed.stdout.trim().split('\n').length, 3);
});

test('what is no file with keys is left alone, and its content is told nobody', async () => {
  const file = join(folder, 'other.json');
  await writeFile(file, 'secret');
  for (const args of [['rotate'], ['list'], ['rotate', '--stdin']]) {
    const { code, stdout, stderr } = await keys(args, { file, stdin: 'secret' });
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'the file with the keys of tickets is not JSON\n');
  }
  assert.equal(await readFile(file, 'utf8'), 'secret');
  const nowhere = await keys(['list'], {});
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /^TICKET_KEYS_FILE must name the file/);
});
