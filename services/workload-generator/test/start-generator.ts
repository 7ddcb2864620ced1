import type { LoadReport, LoadStats } from '@onsale/contracts';
import { createLogger, createRegistry } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { buildApp } from '../src/app.ts';
import { type CrowdSettings, Crowds } from '../src/crowd/crowds.ts';
import { Generator, type GeneratorSettings } from '../src/generator.ts';
import { createLoadMetrics } from '../src/load-metrics.ts';
import type { RunFolder } from '../src/runs/run-folder.ts';
import type { PlaceSettings } from '../src/rehearsal/find-here.ts';
import { ReportFolder } from '../src/rehearsal/report-folder.ts';
import { Rehearsals } from '../src/rehearsal/rehearsals.ts';
import { StatsStreams } from '../src/stats-streams.ts';

/** Nothing can be rehearsed there. */
const NOWHERE: PlaceSettings = {
  SHOP_URL: 'http://127.0.0.1:1',
  BANK_URL: 'http://127.0.0.1:1',
};

/** A generator and its HTTP interface, without a port. */
export function startGenerator(
  target: string,
  settings: Partial<GeneratorSettings & CrowdSettings & PlaceSettings> = {},
  folder?: RunFolder,
) {
  const defaults = {
    TARGET_API: target,
    TARGET_RPS: 100,
    MAX_RPS: 20_000,
    MAX_DURATION_S: 3600,
    MAX_IN_FLIGHT: 10_000,
  };
  const generator = new Generator({ ...defaults, ...settings }, folder);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'error' });
  const crowds = new Crowds(
    { ...defaults, ...settings },
    () => generator.isBusy || rehearsals.isBusy,
  );
  const rehearsals = new Rehearsals(
    { ...NOWHERE, ...settings },
    new ReportFolder(undefined, logger),
    () => generator.isBusy || crowds.isBusy,
  );
  generator.yieldTo(() => crowds.isBusy || rehearsals.isBusy);
  const streams = new StatsStreams(generator);
  const registry = createRegistry('workload-generator');
  createLoadMetrics(registry, generator);
  const app = buildApp({
    config: { HOST: '127.0.0.1' },
    logger,
    isDraining: () => false,
    generator,
    crowds,
    rehearsals,
    streams,
    registry,
    redis: { isConfigured: false, current: () => undefined },
  });
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, body?: unknown) => {
    const response = await app.inject({
      method,
      url,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: response.statusCode, body: response.json() };
  };
  return {
    app,
    call,
    stats: () => generator.stats(),
    until: async (isDone: (stats: LoadStats) => boolean) =>
      await eventually(async () => generator.stats(), isDone),
    finished: async (): Promise<LoadReport> => {
      const stats = await eventually(
        async () => generator.stats(),
        ({ state }) => state === 'finished',
      );
      return await generator.run(stats.runId ?? '');
    },
    close: async () => {
      streams.close();
      await generator.close();
      await crowds.close();
      await rehearsals.close();
      await app.close();
    },
  };
}
