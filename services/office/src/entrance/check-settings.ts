import { type EntranceSettings, type ErrorDetail, invalidRequest } from '@onsale/contracts';
import { daysOf } from '@onsale/check-in';
import type { EntranceEvent } from '@onsale/records';
import { momentIn } from '../access/moment.ts';

/** Throws `ApiError` 400 for settings that don't fit together, or not the event; else they are as they are kept. */
export function checkSettings(settings: EntranceSettings, event: EntranceEvent): EntranceSettings {
  const opensAt = momentIn('opensAt', settings.opensAt);
  const details = [
    ...repeated(settings.entrances, 'entrances', 'entranceId'),
    ...repeated(settings.entrances, 'entrances', 'name'),
    ...repeated(settings.types, 'types', 'ticketId'),
    ...misfits(settings, event),
  ];
  if (details.length > 0) throw invalidRequest(...details);
  return { ...settings, ...(opensAt === undefined ? {} : { opensAt: opensAt.toISOString() }) };
}

function repeated<Name extends string>(
  list: readonly Record<Name, string>[],
  path: string,
  name: Name,
): ErrorDetail[] {
  const seen = new Set<string>();
  return list.flatMap((each, index) => {
    const value = each[name].toLowerCase();
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [{ path: `${path}[${index}].${name}`, message: 'is there twice' }];
  });
}

function misfits(
  { types, entrances, dayStartsAt }: EntranceSettings,
  { timeZone, details }: EntranceEvent,
): ErrorDetail[] {
  const ticketIds = new Set(details.types.map(({ ticketId }) => ticketId));
  const entranceIds = new Set(entrances.map(({ entranceId }) => entranceId));
  const days = new Set(daysOf(details, { timeZone, dayStartsAt }));
  return types.flatMap((rule, index) => {
    const path = `types[${index}]`;
    return [
      ...(ticketIds.has(rule.ticketId)
        ? []
        : [{ path: `${path}.ticketId`, message: 'must be a ticket type of this event' }]),
      ...strange(rule.days, days).map((at) => {
        return { path: `${path}.days[${at}]`, message: 'must be a day of this event' };
      }),
      ...strange(rule.entranceIds, entranceIds).map((at) => {
        return { path: `${path}.entranceIds[${at}]`, message: 'must be one of these entrances' };
      }),
    ];
  });
}

// Where in a list something stands that is not known.
function strange(list: readonly string[] | undefined, known: ReadonlySet<string>): number[] {
  return (list ?? []).flatMap((each, index) => (known.has(each) ? [] : [index]));
}
