import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

/** What a name has: texts, `MX name`, addresses; `silent` leaves the question without an answer. */
export type Zone = Readonly<Record<string, readonly string[] | 'silent'>>;

export interface TestDns {
  /** For `DNS_SERVERS`. */
  address: string;
  zone: Zone;
  stop(): void;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 15: 'MX', 16: 'TXT', 28: 'AAAA' };
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

/** A name server on loopback that knows a few names. */
export async function startDns(zone: Zone = {}): Promise<TestDns> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const server: TestDns = {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    stop: () => void socket.close(),
  };
  socket.on('message', (question, { port, address }) => {
    socket.send(answer(question, server.zone), port, address);
  });
  return server;
}

function answer(question: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  while (question[at] !== 0) {
    const length = question[at] ?? 0;
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = question.readUInt16BE(at + 1);
  const end = at + 5;
  const entries = zone[labels.join('.').toLowerCase()];
  const records = entries === 'silent' ? [] : (entries ?? []).flatMap((each) => encode(each, type));
  const header = Buffer.from(question.subarray(0, 12));
  const code = entries === undefined ? NO_SUCH_NAME : entries === 'silent' ? SERVER_FAILURE : 0;
  header.writeUInt16BE(0x81_80 | code, 2);
  for (const [offset, count] of [1, records.length, 0, 0].entries()) {
    header.writeUInt16BE(count, 4 + 2 * offset);
  }
  return Buffer.concat([header, question.subarray(12, end), ...records]);
}

function encode(entry: string, type: number): Buffer[] {
  const data = dataOf(entry, TYPES[type]);
  if (data === undefined) return [];
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc0_0c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(1, 6);
  head.writeUInt16BE(data.length, 10);
  return [Buffer.concat([head, data])];
}

function dataOf(entry: string, type: string | undefined): Buffer | undefined {
  const mx = /^MX (\S+)$/.exec(entry)?.[1];
  if (type === 'MX' && mx !== undefined) return Buffer.concat([Buffer.from([0, 10]), nameOf(mx)]);
  if (type === 'A' && isIP(entry) === 4) return Buffer.from(entry.split('.').map(Number));
  const isText = mx === undefined && isIP(entry) === 0;
  if (type !== 'TXT' || !isText) return undefined;
  const pieces = entry.match(/.{1,200}/g) ?? [];
  return Buffer.concat(
    pieces.map((each) => Buffer.concat([Buffer.from([each.length]), Buffer.from(each)])),
  );
}

function nameOf(name: string): Buffer {
  const labels = name
    .split('.')
    .map((each) => Buffer.concat([Buffer.from([each.length]), Buffer.from(each)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
