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

/** The demands of a sale with a waiting room, whose line decides how many order in a second. */
export interface LineSale {
  /** In how many seconds the tickets are sold: the pace of the line. */
  sellSeconds: number;
  /** How often somebody who waits asks for the line, as it tells them. */
  pollSeconds: number;
  /** In how many seconds all have their mail. */
  mailSeconds: number;
}

/** What one core can do for those who wait, pay and get their tickets; from docs/benchmarks.md. */
export interface LineAbilities {
  joinsPerS: number;
  readsPerS: number;
  checkoutsPerS: number;
  mailsPerS: number;
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

export interface LinePlan {
  joinsPerS: number;
  readsPerS: number;
  ordersPerS: number;
  waitingRooms: number;
  /** Cores of nginx. */
  doors: number;
  gateways: number;
  workers: number;
  shards: number;
  payments: number;
  /** Cores of delivery. */
  delivery: number;
  cores: number;
}

/** How many of each part the same sale needs with a waiting room, where everybody joins and most wait. */
export function planLine(sale: Sale & LineSale, can: Abilities & LineAbilities): LinePlan {
  const share = (perS: number, ability: number) => perS / (ability * sale.utilization);
  const acceptedOrders = Math.ceil(sale.tickets / sale.ticketsPerOrder);
  const joinsPerS = sale.visitors / sale.peakSeconds;
  const readsPerS = sale.visitors / sale.pollSeconds;
  const ordersPerS = acceptedOrders / sale.sellSeconds;
  const plan = {
    ...{ joinsPerS, readsPerS, ordersPerS },
    waitingRooms: atLeastTwo(share(joinsPerS, can.joinsPerS)),
    doors: atLeastTwo(share(readsPerS, can.readsPerS)),
    gateways: atLeastTwo(share(ordersPerS, can.postsPerS)),
    workers: atLeastTwo(share(ordersPerS, can.settledPerS)),
    shards: Math.max(1, Math.ceil(share(ordersPerS, can.redisOrdersPerS))),
    payments: atLeastTwo(share(ordersPerS, can.checkoutsPerS)),
    delivery: atLeastTwo(acceptedOrders / sale.mailSeconds / can.mailsPerS),
  };
  const { waitingRooms, doors, gateways, workers, shards, payments, delivery } = plan;
  const cores = waitingRooms + doors + gateways + workers + shards + payments + delivery;
  return { ...plan, cores };
}
