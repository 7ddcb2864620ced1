import { must, Type } from '@onsale/contracts';
import {
  consoleVariables,
  customerKey,
  databaseVariables,
  orderWayVariables,
  proxyVariables,
  secret,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

const URL_PATTERN = '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$';
const URL_MUST = must('must be an http:// or https:// address');

/** The environment of the office. */
export const OfficeConfig = Type.Object({
  ...serviceVariables(5006),
  ...orderWayVariables,
  ...databaseVariables,
  ...proxyVariables,
  OFFICE_TOKEN: secret('Bearer token of gateway and payments'),
  OFFICE_SECRET: secret(
    'Signs sessions and second factors, with at least 32 characters; another one ends all of them',
    {
      minLength: 32,
      ...must('must be a secret of at least 32 characters'),
    },
  ),
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'The shop’s address, for links',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  PAYMENTS_URL: Type.Optional(
    Type.String({
      description: 'Payments; without it, the console can refund nothing',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  CUSTOMER_KEY: Type.Optional(customerKey),
  DNS_SERVERS: Type.Optional(
    Type.String({
      description:
        'Name servers, with commas, to ask about the domain of mails; by default the machine’s',
      pattern: '^[0-9a-fA-F:.\\[\\]]+(,[0-9a-fA-F:.\\[\\]]+)*$',
      ...must('must be addresses, with or without a port, separated by commas'),
    }),
  ),
  GENERATOR_URL: Type.Optional(
    Type.String({
      description: 'Workload generator, for [rehearsals](rehearsal.md)',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  PAYMENTS_TOKEN: Type.Optional(secret('The token of payments')),
});
export type OfficeConfig = Readonly<Static<typeof OfficeConfig>>;
