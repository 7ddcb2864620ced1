/** The demands of a sale. */
export interface Sale {
  tickets: number;
  visitors: number;
  /** The time in which most of them come and order. */
  peakSeconds: number;
  ticketsPerOrder: number;
  /** How often a visitor requests the page of tickets, and the state of an order. */
  pagesPerVisitor: number;
  /** Share of visitors who try to order: most find nothing left. */
  orderingShare: number;
  /** Planned share of what a process can do: the rest is for peaks and failures. */
  utilization: number;
}

/** What one process can do; from docs/benchmarks.md. */
export interface Abilities {
  postsPerS: number;
  pagesPerS: number;
  settledPerS: number;
  /** Orders that one Redis can place and settle in a second: one core does both. */
  redisOrdersPerS: number;
  bytesPerOrder: number;
  bytesPerKey: number;
}

export interface Plan {
  ordersPerS: number;
  pagesPerS: number;
  acceptedOrders: number;
  gateways: number;
  workers: number;
  shards: number;
  redisMemoryGb: number;
  cores: number;
  secondsToSellOut: number;
  wall: string;
}

/** How many of each part a sale needs. */
export function planCapacity(sale: Sale, can: Abilities): Plan {
  const ordersPerS = (sale.visitors * sale.orderingShare) / sale.peakSeconds;
  const pagesPerS = (sale.visitors * sale.pagesPerVisitor) / sale.peakSeconds;
  const acceptedOrders = Math.ceil(sale.tickets / sale.ticketsPerOrder);
  const share = (perS: number, ability: number) => perS / (ability * sale.utilization);
  const gateways = atLeastTwo(share(ordersPerS, can.postsPerS) + share(pagesPerS, can.pagesPerS));
  // Only until the tickets are gone: what is clearly sold out is refused when placed.
  const workers = atLeastTwo(share(ordersPerS, can.settledPerS));
  const shards = Math.max(1, Math.ceil(share(ordersPerS, can.redisOrdersPerS)));
  const redisBytes = acceptedOrders * (can.bytesPerOrder + can.bytesPerKey);
  return {
    ordersPerS,
    pagesPerS,
    acceptedOrders,
    gateways,
    workers,
    shards,
    redisMemoryGb: redisBytes / 1e9,
    cores: gateways + workers + shards,
    secondsToSellOut: acceptedOrders / Math.min(ordersPerS, shards * can.redisOrdersPerS),
    wall: firstWall(ordersPerS, can),
  };
}

// Two, so that one may fail.
function atLeastTwo(count: number): number {
  return Math.max(2, Math.ceil(count));
}

function firstWall(ordersPerS: number, can: Abilities): string {
  const most = Math.floor(can.redisOrdersPerS);
  return ordersPerS > most
    ? `one Redis places and settles ${most} orders/s: the events must be spread over shards`
    : `one event lives in one shard, which places and settles at most ${most} orders/s`;
}
