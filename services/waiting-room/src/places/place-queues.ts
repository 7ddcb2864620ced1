import { ApiError } from '@onsale/contracts';
import {
  askPlaces,
  type Joined,
  type Joining,
  joinLine,
  type Ledger,
  lineKey,
  MAX_ASK_BATCH,
  MAX_JOIN_BATCH,
  type OwnPlace,
} from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import { BatchQueue, withReplicas } from '@onsale/service';
import { duringOutages, redisUnavailable } from '../during-outages.ts';
import type { LineKeeper } from '../lines/line-keeper.ts';
import type { PlaceMetrics } from './place-metrics.ts';

/** Maximum number of requests on their way to Redis; beyond it 503, before memory runs out. */
const MAX_IN_FLIGHT = 20_000;

interface Queues {
  joins: BatchQueue<Joining, Joined>;
  asks: BatchQueue<string, OwnPlace | undefined>;
}

/** What people ask of their places, many of a line in one call to Redis. */
export class PlaceQueues {
  readonly #ledger: Ledger;
  readonly #joining: RedisConnection;
  readonly #replicas: number;
  readonly #metrics: PlaceMetrics;
  readonly #queues = new WeakMap<LineKeeper, Queues>();
  #inFlight = 0;
  /** Requests answered since startup. */
  doneTotal = 0;

  /** `replicas` must have a place before it is told, by the connection `joining`; none with 0. */
  constructor(
    ledger: Ledger,
    options: { joining: RedisConnection; replicas: number; metrics: PlaceMetrics },
  ) {
    this.#ledger = ledger;
    this.#joining = options.joining;
    this.#replicas = options.replicas;
    this.#metrics = options.metrics;
  }

  /** Gives somebody a place. Rejects with `ApiError` 503 when Redis is away or too many are on their way. */
  async join(line: LineKeeper, joining: Joining): Promise<Joined> {
    const joined = await this.#run(() => this.#queuesOf(line).joins.add(joining));
    this.#metrics.joined(joined);
    return joined;
  }

  /** What has become of a place; undefined when it is not in the line. The same rejections. */
  async ask(line: LineKeeper, place: string): Promise<OwnPlace | undefined> {
    return await this.#run(() => this.#queuesOf(line).asks.add(place));
  }

  async #run<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#inFlight >= MAX_IN_FLIGHT) {
      const message = 'too many people are coming at once; try again in a moment';
      throw new ApiError('OVERLOADED', message, { retryAfterS: 2 });
    }
    this.#inFlight += 1;
    try {
      return await duringOutages(run);
    } finally {
      this.#inFlight -= 1;
      this.doneTotal += 1;
    }
  }

  #queuesOf(line: LineKeeper): Queues {
    const known = this.#queues.get(line);
    if (known !== undefined) return known;
    const queues = {
      joins: new BatchQueue<Joining, Joined>(
        (joins) => this.#timed('join', () => this.#joinTogether(line, joins)),
        { maxBatch: MAX_JOIN_BATCH },
      ),
      asks: new BatchQueue<string, OwnPlace | undefined>(
        (places) =>
          this.#timed('ask', () =>
            askPlaces(this.#ledger, line.address, { turnMs: line.rules.turnMs, places }),
          ),
        { maxBatch: MAX_ASK_BATCH },
      ),
    };
    this.#queues.set(line, queues);
    return queues;
  }

  async #joinTogether(line: LineKeeper, joins: readonly Joining[]): Promise<Joined[]> {
    const { address, rules } = line;
    if (this.#replicas === 0) return await joinLine(this.#ledger, address, { rules, joins });
    const key = lineKey(address.shard, address.eventId);
    const waiting = { key, replicas: this.#replicas, unavailable: redisUnavailable };
    return await withReplicas(this.#joining, waiting, (redis) =>
      joinLine({ redis }, address, { rules, joins }),
    );
  }

  async #timed<Result>(kind: 'join' | 'ask', run: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const result = await run();
    this.#metrics.called(kind, (performance.now() - startedAt) / 1000);
    return result;
  }
}
