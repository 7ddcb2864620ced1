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
  OFFICE_SECRET: secret('Signs the sessions of the console; another one ends all of them', {
    minLength: 32,
    ...must('must be a secret of at least 32 characters'),
  }),
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'Address of the shop, for links to events and orders',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  PAYMENTS_URL: Type.Optional(
    Type.String({
      description: 'Address of payments; without it, the console can refund nothing',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  CUSTOMER_KEY: Type.Optional(customerKey),
  DNS_SERVERS: Type.Optional(
    Type.String({
      description:
        'Name servers to ask about the domain that mails are from; by default those of the machine',
      pattern: '^[0-9a-fA-F:.\\[\\]]+(,[0-9a-fA-F:.\\[\\]]+)*$',
      ...must('must be addresses, with or without a port, separated by commas'),
    }),
  ),
  GENERATOR_URL: Type.Optional(
    Type.String({
      description: 'Workload generator, which plays [rehearsals](rehearsal.md)',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  PAYMENTS_TOKEN: Type.Optional(secret('Token that payments was started with')),
});
export type OfficeConfig = Readonly<Static<typeof OfficeConfig>>;
