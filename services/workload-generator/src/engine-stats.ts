import type { EngineHistograms, EngineStats } from './engine-messages.ts';
import type { OrderFollower } from './order-follower.ts';
import type { Tally } from './tally.ts';

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
    latency: tally.latency.show(),
    serviceTime: tally.serviceTime.show(),
    schedulerLag: tally.schedulerLag.show(),
    orders: {
      accepted,
      soldOut: tally.soldOut,
      followed: follower.followed,
      followedShare: accepted === 0 ? null : Math.round((follower.followed / accepted) * 1e4) / 1e4,
      confirmed: follower.confirmed,
      rejected: follower.rejected,
      pending: follower.open,
      lost: follower.lost,
      duplicatesChecked: tally.duplicatesChecked,
      duplicated: tally.duplicated,
      clickToSettled: follower.clickToSettled.percentiles(),
    },
  };
}

export function histogramsOf(tally: Tally, follower: OrderFollower): EngineHistograms {
  return {
    latency: tally.latency.export(),
    serviceTime: tally.serviceTime.export(),
    schedulerLag: tally.schedulerLag.export(),
    clickToSettled: follower.clickToSettled.export(),
  };
}
