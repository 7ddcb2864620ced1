import type { EntranceOfEvent, EntranceSettings, TypeRule } from '@onsale/api-client';
import { momentOf, wallClockOf } from '@onsale/i18n';
import { nameOfEntrance } from '../words-of-entrance.ts';

/** How people are let in, as the fields of a form; empty is not said. */
export interface SetupForm {
  entrances: { entranceId: string; name: string }[];
  /** Of every ticket type of the event, in its order. */
  types: TypeForm[];
  dayStartsAt: string;
  /** By the clock of the event. */
  opensAt: string;
  namesOnDevices: boolean;
}

export interface TypeForm {
  ticketId: string;
  name: string;
  admits: TypeRule['admits'];
  /** None: all. */
  days: string[];
  /** None: all. */
  entranceIds: string[];
  note: string;
}

/** The settings of an event whose clock is that of `timeZone`. */
export function setupForm({ settings, types }: EntranceOfEvent, timeZone: string): SetupForm {
  const { entrances, dayStartsAt, opensAt, namesOnDevices } = settings;
  return {
    entrances: entrances.map((each) => ({
      ...{ entranceId: each.entranceId, name: nameOfEntrance(each) },
    })),
    types: types.map(({ ticketId, name }) => {
      const rule = settings.types.find((each) => each.ticketId === ticketId);
      const { admits = 'once', days = [], entranceIds = [], note = '' } = rule ?? {};
      return { ticketId, name, admits, days, entranceIds, note };
    }),
    ...{ dayStartsAt, namesOnDevices },
    opensAt: opensAt === undefined ? '' : wallClockOf(opensAt, timeZone),
  };
}

/** What the form says, with a rule for each type: what the office finds wrong stands where the form has it. */
export function setupOfForm(form: SetupForm, timeZone: string): EntranceSettings {
  const opensAt = momentOf(form.opensAt, timeZone);
  return {
    entrances: form.entrances.map(({ entranceId, name }) => ({ entranceId, name: name.trim() })),
    types: form.types.map(ruleOf),
    ...{ dayStartsAt: form.dayStartsAt, namesOnDevices: form.namesOnDevices },
    ...(opensAt === undefined ? {} : { opensAt }),
  };
}

function ruleOf({ ticketId, admits, days, entranceIds, note }: TypeForm): TypeRule {
  return {
    ...{ ticketId, admits },
    ...(days.length === 0 ? {} : { days: days.toSorted() }),
    ...(entranceIds.length === 0 ? {} : { entranceIds }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}

/** A further entrance. Its id is never that of one that was removed, which the log still names. */
export function newEntrance(): SetupForm['entrances'][number] {
  return { entranceId: `entrance-${crypto.randomUUID().slice(0, 8)}`, name: '' };
}

/** The same without an entrance, also where types are let in only there. */
export function withoutEntrance(form: SetupForm, entranceId: string): SetupForm {
  return {
    ...form,
    entrances: form.entrances.filter((each) => each.entranceId !== entranceId),
    types: form.types.map((type) => ({
      ...type,
      entranceIds: type.entranceIds.filter((each) => each !== entranceId),
    })),
  };
}

/** The same without days that the event does not have: a type that has no others is let in on all days then. */
export function withoutStrayDays(form: SetupForm, daysOfEvent: readonly string[]): SetupForm {
  return {
    ...form,
    types: form.types.map((type) => ({
      ...type,
      days: type.days.filter((day) => daysOfEvent.includes(day)),
    })),
  };
}
