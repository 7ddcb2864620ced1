import assert from 'node:assert/strict';
import { eventually } from '@onsale/testing';
import type { Cluster, PlayChange } from './cluster.ts';

/** The pod waits for Redis, which may still be starting. */
const END_TIMEOUT_MS = 120_000;

/** Runs the Job that creates the data until it ends; returns its log. */
export async function install(cluster: Cluster, change: PlayChange = {}): Promise<string> {
  return await runToEnd(cluster, 'install', change);
}

/** Runs a pod for one task until it ends; returns its log, and rejects unless it ends with 0. */
export async function runToEnd(cluster: Cluster, app: string, change: PlayChange): Promise<string> {
  await cluster.play(app, 0, { ...change, restarts: false });
  const code = await eventually(
    () => cluster.exitCode(app, 0),
    (each) => each !== undefined,
    END_TIMEOUT_MS,
  );
  const said = await cluster.logs(app, 0);
  await cluster.end(app, 0, 'KILL');
  assert.equal(code, 0, said);
  return said;
}
