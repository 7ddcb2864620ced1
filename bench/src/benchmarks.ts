import { databaseApi } from './database-api.ts';
import { getTickets } from './get-tickets.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { postOrders } from './post-orders.ts';
import { settle } from './settle.ts';

/** All benchmarks, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [postOrders, getTickets, settle, databaseApi];
