import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import type { ComposedMail } from '../../src/compose/compose-mail.ts';
import { openMailTransport } from '../../src/mail/mail-transport.ts';
import { writeMessage } from '../../src/mail/write-message.ts';

const MAIL: ComposedMail = {
  to: { name: 'Ada', address: 'ada@example.com' },
  ...{ subject: 'Your tickets', text: 'Here they are', html: '<p>Here they are</p>' },
  attachments: [],
};
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-mails-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

/** Writes a mail into a folder, as is done where there is no server, and reads the file. */
async function written(
  mail: Partial<ComposedMail>,
  from: Partial<Parameters<typeof writeMessage>[0]['from']> = {},
) {
  const transport = openMailTransport({
    ...{ MAIL_DIR: join(folder, 'mail'), DKIM_SELECTOR: 'onsale' },
    ...{ DKIM_DOMAIN: 'hall.test', DKIM_PRIVATE_KEY: privateKey },
  });
  const mailId = `mail_${randomUUID()}`;
  const about = { mailId, queuedAt: new Date(), from: { address: 'box@hall.test', ...from } };
  const { answer } = await transport.send(writeMessage(about, { ...MAIL, ...mail }), mailId);
  transport.close();
  const file = join(folder, 'mail', answer.replace('kept as ', ''));
  const raw = await readFile(file, 'utf8');
  return { raw, mode: (await stat(file)).mode & 0o777, parsed: await simpleParser(raw), mailId };
}

const NASTY = [
  'Ada\r\nBcc: everybody@example.com',
  'Ada\nBcc: everybody@example.com\n\nAnother text',
  'Ada\u2028Bcc: everybody@example.com',
  'Ada\u0000\u0085Bcc: everybody@example.com',
  'Ada" <everybody@example.com>, "Bea',
  '=?utf-8?q?Ada=0D=0ABcc:_everybody@example.com?=',
];

for (const text of NASTY) {
  test(`${JSON.stringify(text)} as a name, a subject or a header adds no recipient and no header`, async () => {
    const { raw, parsed } = await written(
      {
        to: { name: text, address: 'ada@example.com' },
        subject: text,
        headers: { 'X-About': text },
      },
      { name: text, replyTo: 'box@hall.test' },
    );
    assert.doesNotMatch(raw, /^bcc:/im);
    assert.equal(parsed.bcc, undefined);
    assert.deepEqual(
      [parsed.to].flat().flatMap((each) => each?.value.map(({ address }) => address)),
      ['ada@example.com'],
    );
    assert.deepEqual(
      parsed.from?.value.map(({ address }) => address),
      ['box@hall.test'],
    );
    assert.equal(parsed.text?.trim(), 'Here they are');
  });
}

test('names of a thousand characters, of any script, stay one name', async () => {
  for (const name of ['x'.repeat(1000), 'ش'.repeat(1000), '🎟️'.repeat(500), 'שלום عمر Ωμέγα']) {
    const { raw, parsed } = await written({
      to: { name, address: 'ada@example.com' },
      subject: name,
    });
    const [to] = [parsed.to].flat().flatMap((each) => each?.value ?? []);
    assert.ok((to?.name ?? '').length > 0 && name.startsWith(to?.name.slice(0, 10) ?? '-'));
    assert.ok(
      raw
        .split('\r\n')
        .join('\n')
        .split('\n')
        .every((line) => line.length < 999),
    );
    assert.ok(Array.from(parsed.subject ?? '').length <= 250);
  }
});

test('a mail is kept as a file that only its owner reads, signed for the domain', async () => {
  const { raw, mode, parsed, mailId } = await written({});
  assert.equal(mode, 0o600);
  assert.equal(parsed.messageId, `<${mailId}@hall.test>`);
  const [signature = ''] = /^DKIM-Signature: (?:.|\r?\n[ \t])*/im.exec(raw) ?? [];
  assert.match(signature, /a=rsa-sha256/);
  assert.match(signature, /d=hall\.test/);
  assert.match(signature, /s=onsale/);
  assert.match(signature.replaceAll(/\s/g, ''), /h=[^;]*from[^;]*subject/i);
  assert.deepEqual(
    (await readdir(join(folder, 'mail'))).filter((each) => each.startsWith('.')),
    [],
  );
});

test('a key that is none is refused, without a word of it', () => {
  const open = (key: string) =>
    openMailTransport({
      ...{ DKIM_DOMAIN: 'hall.test', DKIM_SELECTOR: 'onsale', DKIM_PRIVATE_KEY: key },
    });
  const { privateKey: other } = generateKeyPairSync('ed25519');
  const pem = other.export({ type: 'pkcs8', format: 'pem' });
  for (const key of ['very secret', pem]) {
    assert.throws(() => open(key), { message: 'DKIM_PRIVATE_KEY must be an RSA key, as PEM' });
  }
});
