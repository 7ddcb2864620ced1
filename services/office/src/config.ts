import { must, Type } from '@onsale/contracts';
import {
  consoleVariables,
  databaseVariables,
  orderWayVariables,
  proxyVariables,
  secret,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

const URL_PATTERN = '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$';
const URL_MUST = must('must be an http:// or https:// address');

/** The environment of the office; docs/configuration.md has the same list. */
export const OfficeConfig = Type.Object({
  ...serviceVariables(5006),
  ...orderWayVariables,
  ...databaseVariables,
  ...proxyVariables,
  OFFICE_TOKEN: secret('What gateway and payments prove themselves with'),
  OFFICE_SECRET: secret('What sessions of the console are signed with', {
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
      description: 'Address of payments, which is asked to refund',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  CUSTOMER_KEY: Type.Optional(
    secret('As of the gateway: for addresses that are corrected where events have limits', {
      minLength: 32,
      ...must('must be a secret of at least 32 characters'),
    }),
  ),
  DNS_SERVERS: Type.Optional(
    Type.String({
      description:
        'Name servers that are asked about the domain that mails are from, separated by commas; without it, those ' +
        'of the machine',
      pattern: '^[0-9a-fA-F:.\\[\\]]+(,[0-9a-fA-F:.\\[\\]]+)*$',
      ...must('must be addresses, with or without a port, separated by commas'),
    }),
  ),
  GENERATOR_URL: Type.Optional(
    Type.String({
      description: 'Address of the workload generator, which plays rehearsals',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  PAYMENTS_TOKEN: Type.Optional(secret('Token that payments was started with')),
});
export type OfficeConfig = Readonly<Static<typeof OfficeConfig>>;
