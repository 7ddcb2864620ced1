import type { EngineHistograms, EngineStats } from './engine-messages.ts';
import type { LoadEndpoint } from '@onsale/contracts';
import type { RequestKind } from './load-request.ts';
import type { OrderFollower } from './order-follower.ts';
import { ENDPOINT_OF, type Tally } from './tally.ts';

/** What has been counted, in the words of the statistics. */
export function countsOf(
  tally: Tally,
  follower: OrderFollower,
): Pick<
  EngineStats,
  | 'due'
  | 'sent'
  | 'success'
  | 'failure'
  | 'dropped'
  | 'requests'
  | 'statusCodes'
  | 'errors'
  | 'lastErrors'
  | 'endpoints'
  | 'failures'
  | 'latency'
  | 'serviceTime'
  | 'schedulerLag'
  | 'orders'
> {
  const { sent, success, failure, dropped, accepted } = tally;
  return {
    due: sent + dropped,
    sent,
    success,
    failure,
    dropped,
    requests: tally.requests,
    statusCodes: tally.statusCodes,
    errors: tally.errors,
    lastErrors: tally.lastErrors,
    endpoints: KINDS.map((kind) => endpointOf(tally, kind)),
    failures: tally.failures.show(),
    latency: tally.latency.show(),
    serviceTime: tally.serviceTime.show(),
    schedulerLag: tally.schedulerLag.show(),
    orders: {
      accepted,
      soldOut: tally.soldOut,
      followed: follower.followed,
      followedShare: accepted === 0 ? null : Math.round((follower.followed / accepted) * 1e4) / 1e4,
      confirmed: follower.confirmed,
      held: follower.held,
      rejected: follower.rejected,
      pending: follower.open,
      lost: follower.lost,
      duplicatesChecked: tally.duplicatesChecked,
      duplicated: tally.duplicated,
      clickToSettled: follower.clickToSettled.percentiles(),
    },
  };
}

const KINDS = Object.keys(ENDPOINT_OF) as RequestKind[];

function endpointOf(tally: Tally, kind: RequestKind): LoadEndpoint {
  const { success, soldOut, failure, latency } = tally.endpoints[kind];
  const { count, ...percentiles } = latency.percentiles();
  const sent = tally.requests[kind];
  return {
    endpoint: ENDPOINT_OF[kind],
    sent,
    success,
    soldOut,
    failure,
    ...percentiles,
    samples: count,
  };
}

export function histogramsOf(tally: Tally, follower: OrderFollower): EngineHistograms {
  return {
    latency: tally.latency.export(),
    serviceTime: tally.serviceTime.export(),
    schedulerLag: tally.schedulerLag.export(),
    clickToSettled: follower.clickToSettled.export(),
    endpoints: KINDS.map((kind) => tally.endpoints[kind].latency.export()),
  };
}
