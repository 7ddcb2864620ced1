import { must, Type } from '@onsale/contracts';
import { redisVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the workload generator; docs/configuration.md has the same list. */
export const GeneratorConfig = Type.Object({
  ...serviceVariables(9000),
  ...redisVariables,
  REDIS_HOST: Type.Optional(
    Type.String({
      description: 'Host of Redis; without it and REDIS_URL the generator is not in the fleet',
    }),
  ),
  TARGET_API: Type.String({
    default: 'http://127.0.0.1:5000',
    description: 'The shop that is loaded; nothing but this variable can name it',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address, for example http://gateway:5000'),
  }),
  TARGET_LINE_API: Type.Optional(
    Type.String({
      description: 'Its waiting room, for crowds, where TARGET_API has none',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      ...must('must be an http:// or https:// address, for example http://waiting-room:5003'),
    }),
  ),
  TARGET_RPS: Type.Number({
    default: 100,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Requests a second of a run, unless its configuration says otherwise',
  }),
  MAX_RPS: Type.Number({
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'The highest rate that a configuration may ask for',
  }),
  MAX_DURATION_S: Type.Integer({
    default: 3600,
    minimum: 1,
    maximum: 604_800,
    description: 'The longest run that a configuration may ask for',
  }),
  MAX_IN_FLIGHT: Type.Integer({
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests under way at one time; what is due beyond is counted as dropped',
  }),
  RUNS_DIR: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Folder for the reports of the last 200 runs; without it, runs end with the process',
    }),
  ),
});
export type GeneratorConfig = Readonly<Static<typeof GeneratorConfig>>;
