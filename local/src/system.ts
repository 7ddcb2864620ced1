import { resolve } from 'node:path';
import { allShardsOf } from '@onsale/ledger';
import { announce } from './announce.ts';
import { type Autoscaler, type Scaling, startAutoscaler } from './autoscaler.ts';
import type { LocalConfig } from './config.ts';
import { lockData, watchData } from './data-lock.ts';
import { startOrphanGuard } from './orphan-guard.ts';
import { planScaling } from './plan-scaling.ts';
import type { Places } from './service-environment.ts';
import { startParts } from './start-parts.ts';

export interface LocalSystem {
  /** Ends the services in reverse order, then Redis; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
}

/**
 * Starts the whole system on this machine and prints its addresses once all of it is ready. When a
 * part can't start, ends the others and throws an error that says which. `signal` ends the waiting
 * for those that are not ready; `onDataGone` is called when the data folder is deleted.
 */
export async function startSystem(
  config: LocalConfig,
  places: Places,
  { signal, onDataGone }: { signal: AbortSignal; onDataGone: () => void },
): Promise<LocalSystem> {
  // A manifest that can't be used stops the start before anything runs.
  const plans = config.AUTOSCALE
    ? planScaling(config, {
        manifests: resolve(places.root, config.AUTOSCALE_MANIFESTS),
        keda: `${places.root}deploy/components/keda`,
      })
    : new Map<string, Omit<Scaling, 'service'>>();
  const guard = startOrphanGuard();
  const unlock = await lockData(places.dataFolder, guard.pid);
  watchData(places.dataFolder, onDataGone);
  // Looked at during the start only: in an open shop, a part that fails is simply restarted.
  const failing = new AbortController();
  const waiting = AbortSignal.any([signal, failing.signal]);
  const watcher = {
    onPidChange: (pids: readonly (readonly number[])[]) => guard.watch(pids),
    onFailing: (sentence: string) => failing.abort(new Error(sentence)),
  };
  const requests = new Map([...plans].map(([name, { requestCores }]) => [name, requestCores]));
  const parts = await startParts(config, { ...places, requests, signal: waiting }, watcher).catch(
    (error) => {
      failing.signal.throwIfAborted();
      throw error;
    },
  );
  const end = async (): Promise<void> => {
    await parts.killServer?.stop();
    // Once the gateways are gone too, connections are refused instead of waiting for nobody.
    parts.gatewaySocket.close();
    for (const service of parts.services.toReversed()) await service.stop();
    unlock();
    guard.stop();
  };
  await announce(parts.addresses, waiting);
  if (failing.signal.aborted) {
    await end();
    throw failing.signal.reason;
  }

  const scalings = parts.services.flatMap((service) => {
    const plan = plans.get(service.name);
    return plan === undefined ? [] : [{ service, ...plan }];
  });
  for (const { service, settings } of scalings) service.scaleTo(settings.minReplicas);
  const autoscaler: Autoscaler | undefined = config.AUTOSCALE
    ? startAutoscaler({
        redisUrl: parts.redisUrl,
        scalings,
        shards: allShardsOf({ shards: config.SHARDS }),
        tempo: config.AUTOSCALE_TEMPO,
      })
    : undefined;
  return {
    stop: async () => {
      await autoscaler?.stop();
      await end();
    },
    kill: () => {
      for (const service of parts.services) service.kill();
      guard.stop();
    },
  };
}
