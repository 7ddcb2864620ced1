import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { messageCompiler } from '@onsale/i18n/compile-messages';

test('a message is compiled again when it has changed, and only then', async (t) => {
  const app = await makeApp(t);
  const compileMessages = messageCompiler(app.folder);
  await compileMessages();
  assert.match(await app.readOutput(), /Hello/);

  const { ino, mtimeMs } = await stat(app.output);
  await utimes(app.messages, new Date(), new Date());
  await compileMessages();
  const again = await stat(app.output);
  assert.deepEqual([again.ino, again.mtimeMs], [ino, mtimeMs]);

  await app.write('Good evening');
  await compileMessages();
  assert.match(await app.readOutput(), /Good evening/);
});

test('a message that changes while it is compiled is compiled the next time', async (t) => {
  const app = await makeApp(t);
  let compiled = 0;
  const compileMessages = messageCompiler(app.folder, async () => {
    compiled += 1;
    if (compiled > 1) return;
    await app.write('Good evening');
    // Older than all that is compiled: times say nothing.
    await utimes(app.messages, 0, 0);
  });
  await compileMessages();
  assert.match(await app.readOutput(), /Hello/);
  await compileMessages();
  assert.match(await app.readOutput(), /Good evening/);
  await compileMessages();
  assert.equal(compiled, 2);
});

test('whoever asks while messages are compiled waits, and nothing is compiled twice', async (t) => {
  const app = await makeApp(t);
  let compiled = 0;
  const compileMessages = messageCompiler(app.folder, async () => {
    compiled += 1;
  });
  await Promise.all([compileMessages(), compileMessages()]);
  assert.equal(compiled, 1);
});

test('what could not be finished is compiled again', async (t) => {
  const app = await makeApp(t);
  await messageCompiler(app.folder)();
  await app.write('Good evening');
  const failing = messageCompiler(app.folder, () => Promise.reject(new Error('the disk is full')));
  await assert.rejects(failing(), /the disk is full/);
  // As it was when all was well; but what is there is of the other text.
  await app.write('Hello');
  await messageCompiler(app.folder)();
  assert.match(await app.readOutput(), /Hello/);
});

async function makeApp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'messages-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(`${folder}/project.inlang`);
  await mkdir(`${folder}/messages`);
  const settings = {
    baseLocale: 'en',
    locales: ['en'],
    modules: [fileURLToPath(import.meta.resolve('@inlang/plugin-message-format'))],
    'plugin.inlang.messageFormat': { pathPattern: './messages/{locale}.json' },
    telemetry: 'off',
  };
  await writeFile(`${folder}/project.inlang/settings.json`, JSON.stringify(settings));
  const messages = `${folder}/messages/en.json`;
  const output = `${folder}/src/paraglide/messages/en.js`;
  const write = (greeting: string) => writeFile(messages, JSON.stringify({ greeting }));
  await write('Hello');
  return { folder, messages, output, write, readOutput: () => readFile(output, 'utf8') };
}
