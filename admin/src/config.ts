import {
  consoleVariables,
  databaseVariables,
  lifecycleVariables,
  logVariables,
  redisVariables,
  retentionVariables,
  secret,
  shardVariables,
} from '@onsale/service';
import { must } from '@onsale/contracts';
import { type Static, Type } from 'typebox';

/** The environment of the admin command. HOST and the variables after it are for `audit --serve`. */
export const AdminConfig = Type.Object({
  ...redisVariables,
  ...shardVariables,
  DATA_EXISTS: Type.Boolean({
    default: false,
    description:
      'Whether there was an earlier install: `data install` then needs `--after-loss` to create data',
  }),
  ORDER_RETENTION_DAYS: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: '`orders anonymize` removes the customer from orders older than this',
    }),
  ),
  ...retentionVariables,
  KEEP_DAYS: Type.Integer({
    default: 30,
    minimum: 7,
    maximum: 36_500,
    description: 'Days after the end of an event before `archive` takes its orders out of Redis',
  }),
  BACKUP_KEEP_DAYS: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'Days after which your backups are deleted, for `person anonymize`',
    }),
  ),
  CONNECT_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 100,
    maximum: 86_400_000,
    description: 'How long a command waits for Redis, PostgreSQL or payments',
  }),
  DATABASE_URL: Type.Optional(databaseVariables.DATABASE_URL),
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'Address of the shop, for the links of `codes list` and `codes export`',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address'),
  }),
  RECORDER_DATABASE_PASSWORD: Type.Optional(
    secret('Password that `records install` gives the role `onsale_recorder`'),
  ),
  OFFICE_DATABASE_PASSWORD: Type.Optional(secret('The same for the role `onsale_office`')),
  DELIVERY_DATABASE_PASSWORD: Type.Optional(secret('The same for the role `onsale_delivery`')),
  TICKET_KEYS_FILE: Type.Optional(
    Type.String({
      description: 'File with the keys that sign tickets, for `tickets keys …`: that of delivery',
      minLength: 1,
    }),
  ),
  PAYMENTS_URL: Type.String({
    default: 'http://127.0.0.1:5004',
    description: 'Address of payments, for `payments …`',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address'),
  }),
  PAYMENTS_TOKEN: Type.Optional(secret('Token that payments was started with')),
  KUBERNETES_SERVICE_HOST: Type.Optional(
    Type.String({
      description: 'API server, for `cluster install`; Kubernetes sets it',
    }),
  ),
  KUBERNETES_SERVICE_PORT: Type.Integer({
    default: 443,
    minimum: 1,
    maximum: 65535,
    description: 'Its port; Kubernetes sets it',
  }),
  SERVICE_ACCOUNT_DIR: Type.String({
    default: '/var/run/secrets/kubernetes.io/serviceaccount',
    description: 'Folder with `token`, `ca.crt` and `namespace` of the service account',
  }),
  REDIS_USERS_DIR: Type.String({
    default: '/etc/onsale',
    description: 'Folder with the rules of Redis’ users, `*.acl`',
  }),
  HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address to listen on; `0.0.0.0` in a container',
  }),
  AUDIT_PORT: Type.Integer({
    default: 5008,
    minimum: 0,
    maximum: 65535,
    description: 'Port of `audit --serve`; 0 takes a free one',
  }),
  ...logVariables,
  ...lifecycleVariables,
});
export type AdminConfig = Readonly<Static<typeof AdminConfig>>;
