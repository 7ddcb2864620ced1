import assert from 'node:assert/strict';
import { eventually } from '@onsale/testing';
import type { Cluster, PlayChange } from './cluster.ts';

/** The Job waits for Redis, which may still be starting. */
const INSTALL_TIMEOUT_MS = 120_000;

/** Runs the Job that creates the data until it ends; returns its log. */
export async function install(cluster: Cluster, change: PlayChange = {}): Promise<string> {
  await cluster.play('install', 0, { ...change, restarts: false });
  const code = await eventually(
    () => cluster.exitCode('install', 0),
    (each) => each !== undefined,
    INSTALL_TIMEOUT_MS,
  );
  const said = await cluster.logs('install', 0);
  assert.equal(code, 0, said);
  await cluster.end('install', 0, 'KILL');
  return said;
}
