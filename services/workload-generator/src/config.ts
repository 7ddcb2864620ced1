import { must, Type } from '@onsale/contracts';
import { redisVariables, secret, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';
import { Url } from './rehearsal/config.ts';

/** The environment of the workload generator. */
export const GeneratorConfig = Type.Object({
  ...serviceVariables(9000),
  ...redisVariables,
  REDIS_HOST: Type.Optional(
    Type.String({
      description: 'Redis; without any, the generator is not in the fleet',
    }),
  ),
  TARGET_API: Type.String({
    default: 'http://127.0.0.1:5000',
    description: 'The shop under load',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address, for example http://gateway:5000'),
  }),
  TARGET_LINE_API: Type.Optional(
    Type.String({
      description: 'Its waiting room, for [crowds](workload-generator.md#a-crowd-that-waits)',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      ...must('must be an http:// or https:// address, for example http://waiting-room:5003'),
    }),
  ),
  TARGET_RPS: Type.Number({
    default: 100,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Requests a second, unless a run says otherwise',
  }),
  MAX_RPS: Type.Number({
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Highest rate of a run',
  }),
  MAX_DURATION_S: Type.Integer({
    default: 3600,
    minimum: 1,
    maximum: 604_800,
    description: 'Seconds of the longest run',
  }),
  MAX_IN_FLIGHT: Type.Integer({
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests in flight; more are dropped',
  }),
  SHOP_URL: Url(
    'The shop’s door, where [rehearsals](rehearsal.md) are played',
    'http://localhost:8080',
  ),
  OFFICE_URL: Type.Optional(
    Type.String({
      description: 'The office; without it, there are no rehearsals',
      pattern: '^https?://[^\\s/?#@]+/?$',
      ...must('must be an http:// or https:// address without a path'),
    }),
  ),
  BANK_URL: Url('The bank, whose books they count', 'http://localhost:5007'),
  BANK_TOKEN: Type.Optional(secret('Its token; without it, they leave money out')),
  RUNS_DIR: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Folder for the reports of the last 200 runs and 50 rehearsals, which else end with the process',
    }),
  ),
});
export type GeneratorConfig = Readonly<Static<typeof GeneratorConfig>>;
