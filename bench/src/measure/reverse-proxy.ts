import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithUs, eventually, freePorts } from '@onsale/testing';
import { type Core, pin } from './pin.ts';
import { readProcessCpuS } from './process-cpu.ts';

const SCRIPT = fileURLToPath(new URL('../../../services/frontend/nginx/start.sh', import.meta.url));

export interface ReverseProxy {
  url: string;
  /** CPU time of all its processes since the start, in seconds. */
  cpuS(): number;
  stop(): Promise<void>;
}

/** Starts nginx as it is deployed, in front of a gateway, without limits for one address. */
export async function startReverseProxy(
  gatewayUrl: string,
  core: Core,
  waitingRoomUrl = '',
): Promise<ReverseProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'onsale-bench-nginx-'));
  const [port = 0] = await freePorts(1);
  const child = spawn('sh', [SCRIPT], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      GATEWAY_URL: gatewayUrl,
      WAITING_ROOM_URL: waitingRoomUrl,
      RUN_DIR: folder,
      ACCESS_LOG: 'off',
      TRUSTED_PROXIES: 'none',
      RATE_LIMIT_REQUESTS: '0',
      MAX_CLIENT_CONNECTIONS: '0',
    },
  });
  endWithUs(child);
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    async () => (await fetch(`${url}/livez`).catch(() => undefined))?.status,
    (status) => status === 200,
  );
  const processes = () => [child.pid ?? 0, ...workersOf(child.pid ?? 0)];
  for (const pid of processes()) pin(pid, core);
  return {
    url,
    cpuS: () => processes().reduce((sum, pid) => sum + readProcessCpuS(pid), 0),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}
