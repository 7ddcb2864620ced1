import type { CrowdStats, Percentiles } from '@onsale/contracts';

/** One line about a crowd that is there. */
export function crowdLine({ elapsedS, people, line, lag }: CrowdStats): string {
  return [
    `${elapsedS.toFixed(0)} s`,
    `${people.arrived} came`,
    `${people.waiting} wait`,
    `${people.turns} in their turn`,
    `${people.served} served`,
    `${people.told} told`,
    `${people.left} left`,
    ...(line === undefined ? [] : [`${line.remaining} tickets (${line.status})`]),
    `late p99 ${ms(lag.p99)}`,
  ].join('  ');
}

/** What became of a crowd, as a table for a terminal. */
export function crowdTable(stats: CrowdStats): string {
  const { config, people, orders, cheats } = stats;
  const rows = [
    ['crowd', `${config.people} to ${config.event}, seed ${config.seed}`],
    ['people', `${people.arrived} came, ${people.joined} got a place`],
    ['served', `${people.served}; ${people.told} were told that nothing is left`],
    ['others', `${people.left} left, ${people.waiting} wait, ${people.turns} did not buy`],
    [
      'orders',
      `${orders.taken} taken: ${orders.confirmed} confirmed, ${orders.held} held, ` +
        `${orders.rejected} rejected, ${orders.pending} pending`,
    ],
    ['cheats', `${cheats.people} tried, ${cheats.refused} refused, ${cheats.sold} sold to`],
    ['to the turn', times(stats.toTurn)],
    ['to the outcome', times(stats.toSettled)],
    ...stats.requests
      .filter(({ answered }) => answered > 0)
      .map(({ what, answered, refused, failed, latency }) => [
        what,
        `${answered} answered, ${refused} refused, ${failed} failed; ${times(latency)}`,
      ]),
    ['late', times(stats.lag)],
    ...stats.checks.map(({ check, value, limit, passed }) => [
      check,
      `${Math.round(value)} of at most ${limit}: ${passed ? 'holds' : 'BROKEN'}`,
    ]),
  ];
  return rows.map(([name = '', text = '']) => `${name.padEnd(16)}${text}`).join('\n');
}

function times({ count, p50, p99, max }: Percentiles): string {
  return count === 0 ? 'none' : `p50 ${ms(p50)}, p99 ${ms(p99)}, at most ${ms(max)}`;
}

function ms(value: number | null): string {
  return value === null ? '-' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
