import type { Static } from 'typebox';
import { Type } from './type.ts';
import { LoadChange } from './load-config.ts';
import { StringEnum } from './schema.ts';

/** Loads that can be started by name. */
export const LOAD_PRESETS = [
  'quiet',
  'opening-minute',
  'sold-out',
  'double-clicks',
  'find-the-limit',
  'scale',
] as const;
export type LoadPresetName = (typeof LOAD_PRESETS)[number];

export const LoadPreset = Type.Object({
  name: StringEnum(LOAD_PRESETS),
  title: Type.String({ examples: ['The opening minute'] }),
  description: Type.String({ description: 'A sentence or two for people' }),
  config: LoadChange,
  searches: Type.Boolean({
    description:
      'Whether the rates are found while the load runs. Such a preset has to be started by its name; ' +
      '`config.rps` is the highest rate that it tries, and `config.durationS` how long it takes at most',
  }),
});
export type LoadPreset = Static<typeof LoadPreset>;

/** The body of a start: what differs from the configuration, or from a preset. */
export const LoadStart = Type.Partial(
  Type.Object({
    ...LoadChange.properties,
    preset: StringEnum(LOAD_PRESETS, {
      description: 'The preset to start; the other fields change it',
    }),
  }),
  { additionalProperties: false },
);
export type LoadStart = Static<typeof LoadStart>;
