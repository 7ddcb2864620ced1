import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A DNS server for the names of a test: IPv4 addresses only, valid for an hour. */
export interface NameServer {
  /** As `RESOLVER` wants it. */
  address: string;
  /** The addresses of each name; a name that is not in here does not exist. */
  names: Map<string, readonly string[]>;
  close(): Promise<void>;
}

const HEADER_BYTES = 12;
const RESPONSE_FLAGS = 0x8180;
const NO_SUCH_NAME = 3;
const TYPE_A = 1;
const CLASS_IN = 1;
const TTL_S = 3600;
/** Points to the name in the question. */
const SAME_NAME = 0xc00c;

export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, readonly string[]>();
  const socket = createSocket('udp4');
  socket.on('message', (query, client) => {
    socket.send(answerTo(query, names), client.port, client.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    names,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function answerTo(query: Buffer, names: NameServer['names']): Buffer {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const addresses = names.get(labels.join('.').toLowerCase());
  const isForIpv4 = query.readUInt16BE(at + 1) === TYPE_A;
  const records = isForIpv4 ? (addresses ?? []).map(toRecord) : [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(RESPONSE_FLAGS | (addresses === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const question = query.subarray(HEADER_BYTES, at + 5);
  return Buffer.concat([header, question, ...records]);
}

function toRecord(address: string): Buffer {
  const record = Buffer.alloc(12);
  record.writeUInt16BE(SAME_NAME, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(TTL_S, 6);
  record.writeUInt16BE(4, 10);
  return Buffer.concat([record, Buffer.from(address.split('.').map(Number))]);
}
