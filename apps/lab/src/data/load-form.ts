import type { ErrorDetail, LoadChange, LoadConfig, LoadProfile } from '@onsale/api-client';

/** A field that holds a number, or '' while nothing is in it. */
export type NumberField = number | '';

export interface StageFields {
  rps: NumberField;
  durationS: NumberField;
  ramp: boolean;
}

export interface MixFields {
  ticketId: string;
  qty: NumberField;
  weight: NumberField;
}

/**
 * A load's configuration as it stands in the form: shares in percent, and fields may be empty. An
 * empty threshold is one that the run is not held against.
 */
export interface LoadForm extends Pick<LoadConfig, 'part'> {
  rps: NumberField;
  durationS: NumberField;
  profile: LoadProfile;
  stages: StageFields[];
  arrivals: LoadConfig['arrivals'];
  event: string;
  mix: MixFields[];
  paymentMethod: string;
  connections: NumberField;
  timeoutMs: NumberField;
  followMaxPerS: NumberField;
  settleTimeoutS: NumberField;
  shares: Record<keyof LoadConfig['shares'], NumberField>;
  thresholds: Record<keyof LoadConfig['thresholds'], NumberField>;
}

/** The thresholds that are shares; the form has them in percent. */
export const SHARE_THRESHOLDS: ReadonlySet<string> = new Set([
  'failureShare',
  'minAcceptedShare',
  'droppedShare',
]);

export const THRESHOLD_NAMES = [
  'p99Ms',
  'clickToSettledP99Ms',
  'failureShare',
  'minAcceptedShare',
  'droppedShare',
  'lost',
  'duplicated',
] as const satisfies readonly (keyof LoadConfig['thresholds'])[];

export function formOf(config: LoadConfig): LoadForm {
  const { stages, mix, shares, thresholds, ...plain } = config;
  return {
    ...plain,
    stages: stages.map((stage) => ({ ...stage, ramp: stage.ramp === true })),
    mix: mix.map((entry) => ({ ...entry, weight: entry.weight ?? 1 })),
    shares: {
      duplicates: toPercent(shares.duplicates),
      badRequests: toPercent(shares.badRequests),
      readers: toPercent(shares.readers),
    },
    thresholds: Object.fromEntries(
      THRESHOLD_NAMES.map((name) => {
        const limit = thresholds[name];
        if (limit === undefined) return [name, ''];
        return [name, SHARE_THRESHOLDS.has(name) ? toPercent(limit) : limit];
      }),
    ) as LoadForm['thresholds'],
  };
}

/** All that the form asks for, or which of its fields are empty. The generator judges the rest. */
export function changeOf(
  form: LoadForm,
): { ok: true; change: LoadChange } | { ok: false; details: ErrorDetail[] } {
  const details: ErrorDetail[] = [];
  const number = (path: string, value: NumberField): number => {
    if (value === '') details.push({ path, message: 'must be a number' });
    return value === '' ? 0 : value;
  };
  const percent = (path: string, value: NumberField) => fromPercent(number(path, value));
  const { stages, mix, shares, thresholds } = form;
  const change: LoadChange = {
    rps: number('rps', form.rps),
    durationS: number('durationS', form.durationS),
    profile: form.profile,
    stages: stages.map((stage, i) => ({
      rps: number(`stages[${i}].rps`, stage.rps),
      durationS: number(`stages[${i}].durationS`, stage.durationS),
      ramp: stage.ramp,
    })),
    arrivals: form.arrivals,
    event: form.event,
    mix: mix.map((entry, i) => ({
      ticketId: entry.ticketId,
      qty: number(`mix[${i}].qty`, entry.qty),
      weight: number(`mix[${i}].weight`, entry.weight),
    })),
    paymentMethod: form.paymentMethod,
    connections: number('connections', form.connections),
    timeoutMs: number('timeoutMs', form.timeoutMs),
    followMaxPerS: number('followMaxPerS', form.followMaxPerS),
    settleTimeoutS: number('settleTimeoutS', form.settleTimeoutS),
    shares: {
      duplicates: percent('shares.duplicates', shares.duplicates),
      badRequests: percent('shares.badRequests', shares.badRequests),
      readers: percent('shares.readers', shares.readers),
    },
    part: form.part,
    thresholds: Object.fromEntries(
      THRESHOLD_NAMES.flatMap((name) => {
        const limit = thresholds[name];
        if (limit === '') return [];
        return [[name, SHARE_THRESHOLDS.has(name) ? fromPercent(limit) : limit]];
      }),
    ),
  };
  return details.length === 0 ? { ok: true, change } : { ok: false, details };
}

/** Whether the form says something else than the configuration that it was made of. */
export function isChanged(form: LoadForm, config: LoadConfig): boolean {
  return JSON.stringify(form) !== JSON.stringify(formOf(config));
}

// 0.07 * 100 is 7.000000000000001.
function toPercent(share: number): number {
  return Number((share * 100).toFixed(6));
}

function fromPercent(percent: number): number {
  return Number((percent / 100).toFixed(8));
}
