import type { CrowdCheck, CrowdStats } from '@onsale/contracts';

/** Above this, what is measured here is the generator. */
const MOST_LAG_MS = 100;

/** Judges what must hold for any crowd. */
export function checksOf(
  figures: Pick<CrowdStats, 'cheats' | 'soldTwice' | 'unanswered' | 'requests' | 'lag'>,
): CrowdCheck[] {
  const { cheats, soldTwice, unanswered, requests, lag } = figures;
  const failed = requests.reduce((sum, each) => sum + each.failed, 0);
  return [
    atMost('soldToCheats', cheats.sold, 0),
    atMost('soldTwice', soldTwice, 0),
    atMost('serverErrors', failed, 0),
    atMost('unanswered', unanswered, 0),
    atMost('lagP99Ms', lag.p99 ?? 0, MOST_LAG_MS),
  ];
}

function atMost(check: CrowdCheck['check'], value: number, limit: number): CrowdCheck {
  return { check, value, limit, passed: value <= limit };
}
