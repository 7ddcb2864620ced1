import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from '@onsale/contracts';
import { createApiKey } from '@onsale/records';
import { startOffice } from '@onsale/testing';
import sharp from 'sharp';

const office = await startOffice();
after(() => office.stop());
const { secret } = await createApiKey(office.db, {
  ...{ name: 'test', createdBy: 'test', grants: [{ role: 'manager', eventId: 'one' }] },
});

async function upload(bytes: Buffer, type = 'image/jpeg', key = secret) {
  const response = await fetch(`${office.url}/v1/pictures`, {
    ...{ method: 'POST', body: new Uint8Array(bytes) },
    headers: { 'content-type': type, authorization: `Bearer ${key}` },
  });
  const body = (await response.json()) as Picture & { code: string; error: string };
  return { status: response.status, body };
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c30' } });

test('a picture is kept upright, in several widths, and says nothing of who took it', async () => {
  const original = await blank(600, 900)
    .composite([{ input: await blank(600, 100).negate().png().toBuffer(), top: 0, left: 0 }])
    .withExif({ IFD0: { Artist: 'Ada', Copyright: 'Ada' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  assert.ok(original.includes('Ada'));
  const { status, body } = await upload(original);
  assert.equal(status, 201);
  // Turned by a quarter.
  assert.deepEqual([body.width, body.height], [900, 600]);
  assert.deepEqual(
    body.sizes.map(({ width }) => width),
    [320, 640, 900],
  );
  assert.equal(body.picture, `/pictures/${body.pictureId}-900.webp`);
  for (const { path, width } of body.sizes) {
    const response = await fetch(`${office.url}${path}`);
    assert.equal(response.headers.get('content-type'), 'image/webp');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const bytes = Buffer.from(await response.arrayBuffer());
    const { format, width: there, exif, orientation } = await sharp(bytes).metadata();
    assert.deepEqual([format, there, exif, orientation], ['webp', width, undefined, undefined]);
    assert.ok(!bytes.includes('Ada'));
  }
  const again = await upload(original, 'application/octet-stream');
  assert.deepEqual(again.body, body);
  for (const path of ['x', `${body.pictureId}-10.webp`, `${'0'.repeat(40)}-320.webp`]) {
    assert.equal((await fetch(`${office.url}/pictures/${path}`)).status, 404);
  }
});

test('PNG, WebP, AVIF and GIF are taken as well, whatever they are called', async () => {
  const picture = blank(400, 300);
  for (const bytes of await Promise.all([
    ...[picture.clone().png().toBuffer(), picture.clone().webp().toBuffer()],
    ...[picture.clone().avif({ effort: 0 }).toBuffer(), picture.clone().gif().toBuffer()],
  ])) {
    const { status, body } = await upload(bytes);
    assert.deepEqual([status, body.width], [201, 400], JSON.stringify(body));
  }
});

test('what is no picture, is damaged, or has too many or too few pixels is refused, and the office goes on', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>');
  const jpeg = await blank(800, 600).jpeg().toBuffer();
  const bomb = pngOf(10_000, 10_000);
  assert.ok(bomb.length < 20_000);
  const lying = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), jpeg.subarray(8)]);
  const long = await blank(320, 1600).png().toBuffer();
  for (const [bytes, status, code] of [
    [svg, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [Buffer.from('%PDF-1.7'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [jpeg.subarray(0, 2000), 400, 'INVALID_REQUEST'],
    [lying, 400, 'INVALID_REQUEST'],
    [bomb, 413, 'PICTURE_TOO_LARGE'],
    [await blank(200, 200).png().toBuffer(), 400, 'INVALID_REQUEST'],
    [long, 400, 'INVALID_REQUEST'],
    [Buffer.alloc(0), 400, 'INVALID_REQUEST'],
  ] as const) {
    const answer = await upload(bytes);
    assert.deepEqual(
      [answer.status, answer.body.code],
      [status, code],
      JSON.stringify(answer.body),
    );
  }
  assert.equal(await statusOfLength(17 * 1024 * 1024), 413);
  const form = await upload(jpeg, 'text/plain');
  assert.deepEqual([form.status, form.body.code], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  assert.equal((await upload(jpeg, 'image/jpeg', 'onsale_nobody')).status, 401);
  assert.equal((await upload(jpeg)).status, 201);
});

// Refused by its length: a client that sends it all may find the connection closed before it reads the answer.
async function statusOfLength(length: number): Promise<number | undefined> {
  const asked = request(`${office.url}/v1/pictures`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${secret}`, 'content-type': 'image/png' },
      'content-length': length,
    },
  });
  asked.flushHeaders();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  asked.destroy();
  return answer.statusCode;
}

// A black picture of one bit for each pixel: 100 megapixels in a few kilobytes.
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1)));
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const chunks = [chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}
