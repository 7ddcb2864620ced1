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

const rolePassword = secret('Passwords that `records install` gives the three roles');

/** The environment of the admin command. HOST and the variables after it are for `audit --serve`. */
export const AdminConfig = Type.Object({
  ...redisVariables,
  ...shardVariables,
  DATA_EXISTS: Type.Boolean({
    default: false,
    description: 'Whether there was an earlier install: `data install` then needs `--after-loss`',
  }),
  ORDER_RETENTION_DAYS: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'Age of orders that `orders anonymize` takes the customer from',
    }),
  ),
  ...retentionVariables,
  KEEP_DAYS: Type.Integer({
    default: 30,
    minimum: 7,
    maximum: 36_500,
    description: 'Days after the end of an event before `archive` takes its orders, at least 7',
  }),
  BACKUP_KEEP_DAYS: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'Days after which you delete backups, for `person anonymize`',
    }),
  ),
  CONNECT_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 100,
    maximum: 86_400_000,
    description: 'How long to wait for Redis, PostgreSQL or payments',
  }),
  DATABASE_URL: Type.Optional(databaseVariables.DATABASE_URL),
  ...consoleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:8080',
    description: 'The shop’s address, for links',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address'),
  }),
  RECORDER_DATABASE_PASSWORD: Type.Optional(rolePassword),
  OFFICE_DATABASE_PASSWORD: Type.Optional(rolePassword),
  DELIVERY_DATABASE_PASSWORD: Type.Optional(rolePassword),
  TICKET_KEYS_FILE: Type.Optional(
    Type.String({
      description: 'Delivery’s file, for `tickets keys …`',
      minLength: 1,
    }),
  ),
  PAYMENTS_URL: Type.String({
    default: 'http://127.0.0.1:5004',
    description: 'Payments, for `payments …`',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address'),
  }),
  PAYMENTS_TOKEN: Type.Optional(secret('The token of payments')),
  KUBERNETES_SERVICE_HOST: Type.Optional(
    Type.String({
      description: 'For `cluster install`; set by Kubernetes',
    }),
  ),
  KUBERNETES_SERVICE_PORT: Type.Integer({
    default: 443,
    minimum: 1,
    maximum: 65535,
    description: 'For `cluster install`; set by Kubernetes',
  }),
  SERVICE_ACCOUNT_DIR: Type.String({
    default: '/var/run/secrets/kubernetes.io/serviceaccount',
    description: 'Folder of the service account',
  }),
  REDIS_USERS_DIR: Type.String({
    default: '/etc/onsale',
    description: 'Folder of the ACL files of Redis’ users',
  }),
  HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address to listen on; `0.0.0.0` in a container',
  }),
  AUDIT_PORT: Type.Integer({
    default: 5008,
    minimum: 0,
    maximum: 65535,
    description: 'Port of `audit --serve`',
  }),
  ...logVariables,
  ...lifecycleVariables,
});
export type AdminConfig = Readonly<Static<typeof AdminConfig>>;
