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

/** The environment of delivery; docs/configuration.md has the same list. */
export const DeliveryConfig = Type.Object({
  ...serviceVariables(5005),
  ...orderWayVariables,
  ...databaseVariables,
  ...proxyVariables,
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'Address of the shop, for links in mails and on tickets',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  TICKET_KEYS_FILE: Type.String({
    description: 'File with the keys that tickets are signed with, made by `tickets keys rotate`',
    minLength: 1,
  }),
  WAIT_REPLICAS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description: 'Redis replicas that must have an order before its tickets are shown',
  }),
  SMTP_URL: Type.Optional(
    Type.String({
      description:
        'smtp:// or smtps:// address of the mail server, with user and password; without it, mails are kept',
      pattern: '^smtps?://\\S+$',
      ...must('must be an smtp:// or smtps:// address'),
      'x-secret': true,
    }),
  ),
  MAIL_DIR: Type.Optional(
    Type.String({
      description: 'Folder in which mails are kept while there is no SMTP_URL',
      minLength: 1,
    }),
  ),
  MAILS_PER_S: Type.Number({
    default: 10,
    minimum: 0.01,
    maximum: 1000,
    description: 'Mails that the mail server is given in a second, by all processes together',
  }),
  KEEP_MAILS_DAYS: Type.Integer({
    default: 180,
    minimum: 1,
    maximum: 36_500,
    description: 'Days after which a mail that was sent leaves the log',
  }),
  DKIM_DOMAIN: Type.Optional(
    Type.String({ description: 'Domain that mails are signed for', minLength: 1 }),
  ),
  DKIM_SELECTOR: Type.String({
    default: 'onsale',
    description: 'Under which name the domain publishes the key',
    pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$',
    ...must('must be a name of letters, digits, . and -'),
  }),
  DKIM_PRIVATE_KEY: Type.Optional(secret('RSA key that mails are signed with, as PEM')),
  WEBHOOK_PRIVATE_NETWORKS: Type.Optional(
    Type.String({
      description: 'Private networks that webhooks may be sent to, separated by commas',
      pattern: '^[0-9a-fA-F:.]+(/[0-9]{1,3})?(\\s*,\\s*[0-9a-fA-F:.]+(/[0-9]{1,3})?)*$',
      ...must('must be addresses or networks such as 10.0.0.0/8, separated by commas'),
    }),
  ),
});
export type DeliveryConfig = Readonly<Static<typeof DeliveryConfig>>;
