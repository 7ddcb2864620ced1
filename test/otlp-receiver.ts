import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One step of a trace, as a collector gets it. */
export interface ReceivedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  /** Empty when the trace began here. */
  parentId: string;
}

/** A collector of traces: takes OTLP over HTTP and keeps what it gets. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      if (request.url === '/v1/traces') spans.push(...readTraces(body));
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** As they came. */
    bodies,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

// The numbers are those of opentelemetry/proto/collector/trace/v1 and what it is made of.
function readTraces(message: Buffer): ReceivedSpan[] {
  return lists(message, 1).flatMap((resourceSpans) => {
    const attributes = lists(resourceSpans, 1).flatMap((resource) => lists(resource, 1));
    const named = attributes.find((each) => text(each, 1) === 'service.name');
    const service =
      named === undefined
        ? ''
        : lists(named, 2)
            .map((value) => text(value, 1))
            .join();
    const spans = lists(resourceSpans, 2).flatMap((scope) => lists(scope, 2));
    return spans.map((span) => ({
      service,
      name: text(span, 5),
      traceId: hex(span, 1),
      spanId: hex(span, 2),
      parentId: hex(span, 4),
    }));
  });
}

const text = (message: Buffer, field: number) => lists(message, field)[0]?.toString() ?? '';
const hex = (message: Buffer, field: number) => lists(message, field)[0]?.toString('hex') ?? '';

// All length-delimited values of one field of a protobuf message.
function lists(message: Buffer, field: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      if (tag >> 3 === field) found.push(message.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}
