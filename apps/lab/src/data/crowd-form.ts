import type { CrowdConfig, CrowdStart } from '@onsale/api-client';
import type { NumberField } from './load-form.ts';

export type CrowdKind = keyof CrowdConfig['shares'];

/** As the field of the page shows it; shares in percent. An empty seed is another one each time. */
export interface CrowdForm {
  event: string;
  people: NumberField;
  withinS: NumberField;
  seed: NumberField;
  shares: Record<CrowdKind, NumberField>;
}

export const KINDS = ['refreshing', 'leaving', 'twoTabs', 'copying', 'bots'] as const;

export function crowdFormOf(config: CrowdConfig): CrowdForm {
  const { event, people, withinS } = config;
  return {
    ...{ event, people, withinS, seed: '' },
    shares: eachKind((kind) => Math.round(config.shares[kind] * 1000) / 10),
  };
}

/** What to send: an empty field gets its default. */
export function crowdStartOf({ event, people, withinS, seed, shares }: CrowdForm): CrowdStart {
  return {
    ...(event === '' ? {} : { event }),
    ...(people === '' ? {} : { people }),
    ...(withinS === '' ? {} : { withinS }),
    ...(seed === '' ? {} : { seed }),
    shares: eachKind((kind) => (shares[kind] === '' ? 0 : Math.round(shares[kind] * 10) / 1000)),
  };
}

function eachKind<Value>(of: (kind: CrowdKind) => Value): Record<CrowdKind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<CrowdKind, Value>;
}
