import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FULL } from '../measure/benchmark.ts';
import { waitUntilSettled } from '../measure/drain.ts';
import { CONNECTIONS, startLoadDriver } from '../measure/load-driver.ts';
import { startBenchRedis, startReady } from '../measure/onsale.ts';
import { orderRequests } from '../measure/order-requests.ts';
import { costsByPart, type CpuProfile, toFlameGraph } from './flame-graph.ts';

// Where a gateway and a worker spend their time under load: `npm run profile [seconds]` writes a
// flame graph of each to bench/results and prints what costs most.

const seconds = Number(process.argv[2] ?? 10);
const results = fileURLToPath(new URL('../../results/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'onsale-profile-'));
const services = ['gateway', 'order-worker'] as const;

const redis = await startBenchRedis(FULL);
const driver = await startLoadDriver();
const started = await Promise.all(
  services.map((service) =>
    startReady(service, {
      core: 'measured',
      environment: {
        REDIS_URL: redis.url,
        NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}/${service}`,
      },
    }),
  ),
);
const url = started[0]?.address ?? '';
const requests = orderRequests({ withKey: true });
await driver.run({
  ...{ url, requests, connections: CONNECTIONS, expect: 201 },
  durationMs: seconds * 1000,
});
await waitUntilSettled(redis);
for (const service of started) await service.stop();
await driver.stop();
await redis.stop();

mkdirSync(results, { recursive: true });
for (const service of services) {
  const [file = ''] = readdirSync(`${folder}/${service}`);
  const profile = JSON.parse(readFileSync(`${folder}/${service}/${file}`, 'utf8')) as CpuProfile;
  const svg = `${results}${service}.svg`;
  writeFileSync(svg, toFlameGraph(profile, `${service}, ${seconds} s of orders`));
  process.stdout.write(`${service}: bench/results/${service}.svg\n`);
  for (const [part, share] of costsByPart(profile).slice(0, 10)) {
    process.stdout.write(`  ${(share * 100).toFixed(1).padStart(5)} %  ${part}\n`);
  }
}
rmSync(folder, { recursive: true });
