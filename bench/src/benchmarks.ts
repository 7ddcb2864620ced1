import { clickToSettled } from './click-to-settled.ts';
import { databaseApi } from './database-api.ts';
import { delivery } from './delivery.ts';
import { entrance } from './entrance.ts';
import { expiringHolds } from './expiring-holds.ts';
import { features } from './features.ts';
import { generatorCost } from './generator-cost.ts';
import { getTickets } from './get-tickets.ts';
import { growth } from './growth.ts';
import { line } from './line/line.ts';
import { longLine } from './line/long-line.ts';
import { longLog } from './long-log.ts';
import { mails } from './mails.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { office } from './office/office.ts';
import { orderLife } from './order-life.ts';
import { payments } from './payments.ts';
import { orderMemory } from './order-memory.ts';
import { postOrders } from './post-orders.ts';
import { processMemory } from './process-memory.ts';
import { python } from './python.ts';
import { records } from './records.ts';
import { redisCost } from './redis-cost.ts';
import { season } from './season.ts';
import { settle } from './settle.ts';
import { start } from './start.ts';
import { storedOrders } from './stored-orders.ts';
import { twoOfEach } from './two-of-each.ts';
import { whole } from './whole.ts';

/** All benchmarks, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  postOrders,
  features,
  getTickets,
  line,
  longLine,
  settle,
  python,
  redisCost,
  orderLife,
  expiringHolds,
  payments,
  records,
  office,
  delivery,
  mails,
  entrance,
  storedOrders,
  growth,
  longLog,
  season,
  clickToSettled,
  whole,
  twoOfEach,
  orderMemory,
  processMemory,
  start,
  databaseApi,
  generatorCost,
];
