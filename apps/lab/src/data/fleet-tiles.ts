import type { Fleet, Instance } from '@onsale/api-client';

/** An instance as the page shows it: it comes, works, and stays for a moment after its end. */
export interface Tile {
  instance: Instance;
  phase: 'new' | 'living' | 'gone';
  /** When it came into or went out of sight, by the clock of the page; 0 for who was there before. */
  changedAtMs: number;
  /** Its work a second in the last announcements, the newest last. */
  work: readonly number[];
}

/** How long a new one is marked, and one that has gone stays to be seen. */
const NEW_MS = 4000;
const GONE_MS = 8000;
const WORK_POINTS = 30;

/** The tiles after one more message of the fleet. Before the first message `tiles` is undefined. */
export function nextTiles(
  tiles: readonly Tile[] | undefined,
  instances: Fleet['instances'],
  nowMs: number,
): Tile[] {
  const before = new Map(tiles?.map((tile) => [tile.instance.instance, tile]));
  const living = new Set(instances.map(({ instance }) => instance));
  const present = instances.map((instance): Tile => {
    const known = before.get(instance.instance);
    const changedAtMs =
      known === undefined
        ? tiles === undefined
          ? 0
          : nowMs
        : known.phase === 'gone'
          ? nowMs
          : known.changedAtMs;
    return {
      instance,
      phase: changedAtMs > 0 && nowMs - changedAtMs < NEW_MS ? 'new' : 'living',
      changedAtMs,
      work: [...(known?.work ?? []), instance.workPerSecond].slice(-WORK_POINTS),
    };
  });
  const gone = (tiles ?? [])
    .filter((tile) => !living.has(tile.instance.instance))
    .map((tile) =>
      tile.phase === 'gone' ? tile : { ...tile, phase: 'gone' as const, changedAtMs: nowMs },
    )
    .filter((tile) => nowMs - tile.changedAtMs < GONE_MS);
  return [...present, ...gone].sort(byAge);
}

/** One service with its tiles, and how it is scaled. */
export interface TileGroup extends Omit<Fleet['services'][number], 'living'> {
  living: number;
  tiles: Tile[];
}

/** The tiles of each service, in the order of an order's way; others follow by name. */
export function groupTiles(tiles: readonly Tile[], services: Fleet['services']): TileGroup[] {
  const names = new Set([
    ...services.map(({ service }) => service),
    ...tiles.map(({ instance }) => instance.service),
  ]);
  return [...names].sort(byWay).map((service) => {
    const own = tiles.filter((tile) => tile.instance.service === service);
    const told = services.find((other) => other.service === service);
    return {
      service,
      living: own.filter(({ phase }) => phase !== 'gone').length,
      desired: told?.desired ?? null,
      reason: told?.reason ?? null,
      target: told?.target ?? null,
      cpuShare: told?.cpuShare ?? null,
      tiles: own,
    };
  });
}

const WAY = ['workload-generator', 'gateway', 'order-worker', 'database-api'];

export function byWay(a: string, b: string): number {
  const place = (service: string) => (WAY.includes(service) ? WAY.indexOf(service) : WAY.length);
  return place(a) - place(b) || a.localeCompare(b);
}

function byAge(a: Tile, b: Tile): number {
  return (
    a.instance.since.localeCompare(b.instance.since) ||
    a.instance.instance.localeCompare(b.instance.instance)
  );
}
