import { startRedis, startService } from '@onsale/testing';
import type { Benchmark, Row, Scale } from '../measure/benchmark.ts';
import { absolute, summarize } from '../measure/rounds.ts';
import { downloadOrders } from './download-orders.ts';
import { openSeason, type OpenSeason } from './open-season.ts';
import { pagesOf } from './pages.ts';
import { searchesOf } from './searches.ts';

/** Requests before anything is measured: what they run is compiled then, and PostgreSQL has its pages. */
const WARM_UP = 3;
/** How often each page is asked for, each time for another event or order. */
const VIEWS = 40;

/** How long whoever works with a season in the console waits, and what the largest file costs. */
export const office: Benchmark = {
  name: 'office',
  about: 'search, pages and files of the office, in a season of 200 events and a million orders',
  run: async (scale) => {
    const redis = await startRedis({ shards: 4 });
    const season = await openSeason(redis, scale);
    const service = startService('office', {
      REDIS_URL: redis.url,
      SHARDS: '4',
      DATABASE_URL: season.postgres.url,
      OFFICE_TOKEN: 'token-of-the-office',
      OFFICE_SECRET: 'a-secret-that-no-member-ever-signs-in-with',
    });
    try {
      const url = await service.ready();
      await service.logged(({ msg }) => msg === 'the office is open');
      const ask = askAs(url, season.apiKey);
      return [
        ...(await measureSearch(ask, season, scale)),
        ...(await measurePages(ask, season, scale)),
        ...(await downloadOrders({ url, pid: service.pid, season })),
      ];
    } finally {
      await service.stop();
      await Promise.all([redis.stop(), season.close()]);
    }
  },
};

/** Resolves with how long the answer took, in milliseconds; throws when it was none. */
type Ask = (path: string) => Promise<number>;

function askAs(url: string, apiKey: string): Ask {
  return async (path) => {
    const startMs = performance.now();
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const text = await response.text();
    const tookMs = performance.now() - startMs;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return tookMs;
  };
}

async function measureSearch(
  ask: Ask,
  { season, orders }: OpenSeason,
  scale: Scale,
): Promise<Row[]> {
  const all: number[] = [];
  const kinds: Row[] = [];
  const among = `among ${orders.toLocaleString('en')} orders`;
  for (const [kind, every] of Object.entries(searchesOf(season))) {
    const texts = every.slice(0, isTiny(scale) ? 2 : undefined);
    const took = await measure(
      ask,
      texts.map((text) => `/v1/orders?q=${encodeURIComponent(text)}`),
    );
    all.push(...took);
    kinds.push(
      p95Row(`finding orders by ${kind} ${among}, p95 of ${took.length}`, took, undefined),
    );
  }
  const what = `finding orders ${among}`;
  return [
    p95Row(`${what}, p95 of all ${all.length}`, all, { atMost: 100 }),
    absolute({
      what: `${what}, median`,
      unit: 'ms',
      ours: [summarize(all).median],
      goal: undefined,
    }),
    ...kinds,
  ];
}

async function measurePages(ask: Ask, open: OpenSeason, scale: Scale): Promise<Row[]> {
  const rows: Row[] = [];
  const views = isTiny(scale) ? 2 : VIEWS;
  for (const [page, pathOf] of Object.entries(pagesOf(open))) {
    const paths = Array.from({ length: views }, (_, i) => pathOf(i));
    const took = await measure(ask, paths);
    rows.push(p95Row(`${page}, p95 of ${took.length}`, took, { atMost: 300 }));
  }
  return rows;
}

const isTiny = ({ manyOrders }: Scale) => manyOrders < 100_000;

// One after the other, as one person asks.
async function measure(ask: Ask, paths: readonly string[]): Promise<number[]> {
  for (const path of paths.slice(0, WARM_UP)) await ask(path);
  const took: number[] = [];
  for (const path of paths) took.push(await ask(path));
  return took;
}

function p95Row(what: string, took: readonly number[], goal: Row['goal']): Row {
  const sorted = took.toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  return absolute({ what, unit: 'ms', ours: [p95], goal });
}
