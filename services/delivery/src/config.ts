import { must, Type } from '@onsale/contracts';
import {
  consoleVariables,
  databaseVariables,
  orderWayVariables,
  proxyVariables,
  replicaVariables,
  secret,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

const URL_PATTERN = '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$';
const URL_MUST = must('must be an http:// or https:// address');

/** The environment of delivery. */
export const DeliveryConfig = Type.Object({
  ...serviceVariables(5005),
  ...orderWayVariables,
  ...databaseVariables,
  ...proxyVariables,
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'The shop’s address, for links',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  TICKET_KEYS_FILE: Type.String({
    description: '[Keys that sign tickets](delivery.md#keys); read again when the file changes',
    minLength: 1,
  }),
  ...replicaVariables,
  SMTP_URL: Type.Optional(
    Type.String({
      description:
        '`smtp://` or `smtps://` address of the mail server, with user and password (percent-encoded); without it, mails are only shown in the console',
      pattern: '^smtps?://\\S+$',
      ...must('must be an smtp:// or smtps:// address'),
      'x-secret': true,
    }),
  ),
  MAIL_DIR: Type.Optional(
    Type.String({
      description: 'Folder for mails without `SMTP_URL`',
      minLength: 1,
    }),
  ),
  MAILS_PER_S: Type.Number({
    default: 10,
    minimum: 0.01,
    maximum: 1000,
    description: 'Mails that all processes together send',
  }),
  KEEP_MAILS_DAYS: Type.Integer({
    default: 180,
    minimum: 1,
    maximum: 36_500,
    description: 'Days for which the log keeps mails',
  }),
  DKIM_DOMAIN: Type.Optional(
    Type.String({
      description: 'Domain that mails are signed for',
      minLength: 1,
    }),
  ),
  DKIM_SELECTOR: Type.String({
    default: 'onsale',
    description: 'The key is published at `<selector>._domainkey.<domain>`',
    pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$',
    ...must('must be a name of letters, digits, . and -'),
  }),
  DKIM_PRIVATE_KEY: Type.Optional(secret('RSA key that signs them, as PEM')),
  WEBHOOK_PRIVATE_NETWORKS: Type.Optional(
    Type.String({
      description: 'Private networks, with commas, that webhooks may go to',
      pattern: '^[0-9a-fA-F:.]+(/[0-9]{1,3})?(\\s*,\\s*[0-9a-fA-F:.]+(/[0-9]{1,3})?)*$',
      ...must('must be addresses or networks such as 10.0.0.0/8, separated by commas'),
    }),
  ),
});
export type DeliveryConfig = Readonly<Static<typeof DeliveryConfig>>;
