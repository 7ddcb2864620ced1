import type { RehearsalPlan } from '@onsale/contracts';

/** The command that rehearses the same again. */
export function commandOf(plan: RehearsalPlan, kind: 'own' | 'running'): string {
  const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
  return [
    ...['npm run rehearse --', `--people ${plan.people}`, `--tickets ${plan.tickets}`],
    ...[
      `--within ${plan.withinS}s`,
      `--phones ${percent(plan.phones)}`,
      `--bots ${percent(plan.bots)}`,
    ],
    ...[`--abandon ${percent(plan.abandons)}`, `--devices ${plan.devices}`, `--seed ${plan.seed}`],
    ...(plan.eventId === undefined ? [] : [`--event ${plan.eventId}`]),
    ...(plan.kills ? ['--kill'] : []),
    ...(kind === 'own' ? ['--start'] : []),
  ].join(' ');
}
