import {
  ApiError,
  type RehearsalFinding,
  type RehearsalPhase,
  type RehearsalProblem,
  type RehearsalRefusal,
  type RehearsalVerdict,
} from '@onsale/api-client';
import { wordsOfFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';

/** What was rehearsed: the copy says in its name that it is one. */
export const nameOf = (eventName: string): string => eventName.replace(/^Rehearsal: /, '');

const PHASES: Record<RehearsalPhase, () => string> = {
  preparing: () => m.rehearsal_phase_preparing(),
  gathering: () => m.rehearsal_phase_gathering(),
  selling: () => m.rehearsal_phase_selling(),
  counting: () => m.rehearsal_phase_counting(),
  ended: () => m.rehearsal_phase_ended(),
};
export const wordsOfPhase = (phase: RehearsalPhase): string => PHASES[phase]();

const VERDICTS: Record<RehearsalVerdict, { words: () => string; color: string }> = {
  held: { words: () => m.rehearsal_held(), color: 'good' },
  broken: { words: () => m.rehearsal_broken(), color: 'bad' },
  unsure: { words: () => m.rehearsal_unsure(), color: 'warn' },
};
export function stateOfVerdict(verdict: RehearsalVerdict): { words: string; color: string } {
  const { words, color } = VERDICTS[verdict];
  return { words: words(), color };
}

const FINDINGS: Record<RehearsalFinding['is'], { words: () => string; color: string }> = {
  held: { words: () => m.rehearsal_is_held(), color: 'good' },
  broken: { words: () => m.rehearsal_is_broken(), color: 'bad' },
  unsure: { words: () => m.rehearsal_is_unsure(), color: 'warn' },
  'left out': { words: () => m.rehearsal_is_left_out(), color: 'gray' },
};
export function stateOfFinding(is: RehearsalFinding['is']): { words: string; color: string } {
  const { words, color } = FINDINGS[is];
  return { words: words(), color };
}

const PROMISES = [
  () => m.rehearsal_times(),
  () => m.rehearsal_promise_1(),
  () => m.rehearsal_promise_2(),
  () => m.rehearsal_promise_3(),
  () => m.rehearsal_promise_4(),
  () => m.rehearsal_promise_5(),
  () => m.rehearsal_promise_6(),
];
/** 0 is how fast it was. */
export const wordsOfPromise = (promise: number): string => PROMISES[promise]?.() ?? '';

const REFUSALS: Record<RehearsalRefusal, () => string> = {
  no_shop: () => m.rehearsal_refused_no_shop(),
  no_office: () => m.rehearsal_refused_no_office(),
  public_host: () => m.rehearsal_refused_public_host(),
  real_event: () => m.rehearsal_refused_real_event(),
  real_money: () => m.rehearsal_refused_real_money(),
  bank_closed: () => m.rehearsal_refused_bank_closed(),
  not_here: () => m.rehearsal_refused_not_here(),
  no_memory: () => m.rehearsal_no_memory(),
};

/** Why a rehearsal ended without a report. */
export function wordsOfProblem({ reason, message }: RehearsalProblem): string {
  return reason === undefined ? message : REFUSALS[reason]();
}

/** Why one was not started or stopped. */
export function wordsOfRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return wordsOfFailure(error);
  const reason = error.details.find((detail) => detail.reason !== undefined)?.reason;
  if (reason !== undefined && reason in REFUSALS) return REFUSALS[reason as RehearsalRefusal]();
  switch (error.code) {
    case 'RUN_ACTIVE':
      return m.rehearsal_refused_active();
    case 'NO_ACTIVE_RUN':
      return m.rehearsal_refused_over();
    case 'NO_GENERATOR':
      return m.rehearsal_no_generator_text();
    case 'GENERATOR_UNAVAILABLE':
      return m.rehearsal_away_text();
    case 'EVENT_NOT_FOUND':
      return m.rehearsal_refused_no_event();
    default:
      return wordsOfFailure(error);
  }
}

const LIMITS: Readonly<Record<string, () => string>> = {
  door: () => m.rehearsal_limit_door(),
  machine: () => m.rehearsal_limit_machine(),
  simulator: () => m.rehearsal_limit_simulator(),
  redis: () => m.rehearsal_limit_redis(),
  nginx: () => m.rehearsal_limit_nginx(),
  postgresql: () => m.rehearsal_limit_postgresql(),
  payments: () => m.rehearsal_limit_payments(),
  'waiting-room': () => m.rehearsal_limit_waiting_room(),
};
/** What to do about a part that was the limit. */
export function wordsOfLimit(part: string): string {
  return LIMITS[part]?.() ?? m.rehearsal_limit_part({ part });
}
