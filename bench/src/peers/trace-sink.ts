import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Takes traces over OTLP and discards them: the cost of sending is measured, not the collector.

const server = createServer((request, response) => {
  request.resume().on('end', () => response.end());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
