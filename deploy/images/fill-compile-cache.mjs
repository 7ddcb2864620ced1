// Starts a process of a service once while its image is built, so that the image contains Node's compile cache:
// containers have nowhere to keep it. There is no Redis; the service listens, waits, and is
// stopped. Plain JavaScript, because it must not need what it is there to fill.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** For the gateway, which refuses to start without one. */
const CATALOG = `events:
  - id: event
    name: Event
    venue: Venue
    startsAt: '2027-01-01T20:00:00Z'
    currency: EUR
    tickets: [{ id: ticket, name: Ticket, type: adult, price: 1, capacity: 1 }]
`;
const CATALOG_FILE = '/tmp/catalog.yaml';
writeFileSync(CATALOG_FILE, CATALOG);
/** For the office, which refuses to start without them; nothing is at this address. */
const OFFICE = {
  DATABASE_URL: 'postgres://127.0.0.1:1/onsale',
  OFFICE_TOKEN: 'any',
  OFFICE_SECRET: 'any'.repeat(32),
};
/** For delivery, which refuses to start without one; there is no such file. */
const DELIVERY = { TICKET_KEYS_FILE: '/tmp/ticket-keys.json' };
/** For the waiting room, which refuses to start without one. */
const WAITING_ROOM = { ADMISSION_KEYS: 'any'.repeat(32) };
/** For the bank, which refuses to start without secrets. */
const BANK = {
  DATA_DIR: '/tmp/bank',
  BANK_TOKEN: 'any',
  BANK_WEBHOOK_SECRET: Buffer.alloc(32).toString('base64'),
};

const service = spawn(process.execPath, process.argv.slice(2), {
  env: {
    ...process.env,
    ...BANK,
    ...OFFICE,
    ...DELIVERY,
    ...WAITING_ROOM,
    CATALOG_FILE,
    HOST: '127.0.0.1',
    PORT: '0',
    DRAIN_MS: '0',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let listening = false;
createInterface({ input: service.stdout }).on('line', (line) => {
  if (listening) return;
  console.log(line);
  listening = JSON.parse(line).url !== undefined;
  if (listening) service.kill('SIGTERM');
});
await once(service, 'exit');
if (!listening || !existsSync(process.env.NODE_COMPILE_CACHE)) process.exitCode = 1;
