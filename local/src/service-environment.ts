import { nodeSettings } from '@onsale/service';
import { addKey, formatKeys } from '@onsale/ticket-codes';
import { bankSecrets, bankToken, type LocalPayments } from './local-payments.ts';
import { keepSecret, ownFolder } from './local-redis.ts';
import { INHERITED_FD } from './shared-port.ts';

/** A moment to finish what is in flight; buyers don't talk to these services. */
const DRAIN_MS = 100;
/** In this time each buyer's connection gets an answer that sends the next request elsewhere. */
const GATEWAY_DRAIN_MS = 1500;

/** Where the system is, and what whoever has started it wants. */
export interface Places {
  root: string;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
}

/** The environment of a process of the service `name`. The place's own goes before usual values. */
export function serviceEnvironment(
  name: string,
  options: {
    places: Places;
    /** 0 takes a free one. */
    port: number;
    /** How it reaches Redis and PostgreSQL. */
    login: Record<string, string>;
    /** The CPU that it requests; undefined where nothing is scaled. */
    requestCores: number | undefined;
    publicUrl: string;
    /** Of the console, for the office's team. */
    consoleUrl: string;
    /** The door of the shop on this machine, whatever buyers call it. */
    doorUrl: string;
    /** By the names of the services. */
    ports: ReadonlyMap<string, number>;
    payments: LocalPayments;
  },
): NodeJS.ProcessEnv {
  const { places, port, requestCores } = options;
  const { root } = places;
  const environment = withoutSecrets(name, places.environment);
  return {
    DRAIN_MS: String(name === 'gateway' ? GATEWAY_DRAIN_MS : DRAIN_MS),
    // A line for each order would drown everything else on the terminal.
    LOG_ORDERS: 'off',
    CATALOG_FILE: `${root}catalog.yaml`,
    // Our own are nginx, which passes on the buyer's address, and the generator.
    TRUSTED_PROXIES: '127.0.0.1',
    ...environment,
    ...nodeSettings(`${root}node_modules/.cache/onsale`, environment),
    ...options.login,
    // What the autoscaler reckons with, so that everybody who reads the fleet does.
    ...(requestCores === undefined
      ? {}
      : { CPU_REQUEST_MILLICORES: String(Math.round(requestCores * 1000)) }),
    // They can't all have the same name.
    INSTANCE: '',
    [name === 'audit' ? 'AUDIT_PORT' : 'PORT']: String(port),
    ...ownVariables(name, options),
  };
}

function ownVariables(
  name: string,
  options: Pick<
    Parameters<typeof serviceEnvironment>[1],
    'places' | 'publicUrl' | 'consoleUrl' | 'doorUrl' | 'ports' | 'payments'
  >,
): NodeJS.ProcessEnv {
  const { places, publicUrl, payments } = options;
  const address = (of: string) => `http://127.0.0.1:${options.ports.get(of)}`;
  // For archived orders.
  const reachOffice = () =>
    options.ports.has('office') ? { OFFICE_URL: address('office'), ...officeToken(places) } : {};
  const { tokenFile } = payments;
  const reachPayments = () =>
    options.ports.has('payments')
      ? {
          PAYMENTS_URL: address('payments'),
          ...(tokenFile === undefined ? {} : { PAYMENTS_TOKEN_FILE: tokenFile }),
        }
      : {};
  switch (name) {
    case 'gateway':
      return {
        LISTEN_FD: String(INHERITED_FD),
        PUBLIC_URL: publicUrl,
        ...customerKey(places),
        ...admissionKeys(places),
        ...reachOffice(),
      };
    case 'waiting-room':
      return { PUBLIC_URL: publicUrl, ...admissionKeys(places) };
    case 'workload-generator':
      return {
        TARGET_API: `${address('gateway')}/v1`,
        TARGET_LINE_API: `${address('waiting-room')}/v1`,
        RUNS_DIR: places.environment['RUNS_DIR'] ?? `${places.dataFolder}/runs`,
        // Where it rehearses sales, and whose books it counts; the office gives it a key.
        SHOP_URL: options.doorUrl,
        ...(options.ports.has('office') ? { OFFICE_URL: address('office') } : {}),
        ...(payments.runsBank
          ? { BANK_URL: address('bank'), ...bankToken(places.dataFolder) }
          : {}),
      };
    case 'payments':
      return {
        PUBLIC_URL: publicUrl,
        ...payments.environment,
        ...reachOffice(),
        ...(payments.runsBank ? { BANK_URL: address('bank') } : {}),
      };
    case 'office':
      return {
        PUBLIC_URL: publicUrl,
        CONSOLE_URL: options.consoleUrl,
        ...officeToken(places),
        ...givenOrKept(places, { variable: 'OFFICE_SECRET', file: 'office-secret' }),
        // Takes an order to a corrected address, with the limits of its customer.
        ...customerKey(places),
        // Which refunds.
        ...reachPayments(),
        // Which plays rehearsals.
        ...(options.ports.has('workload-generator')
          ? { GENERATOR_URL: address('workload-generator') }
          : {}),
      };
    case 'delivery':
      return {
        PUBLIC_URL: publicUrl,
        CONSOLE_URL: options.consoleUrl,
        ...ticketKeys(places),
        MAIL_DIR: mailFolder(places) ?? '',
      };
    case 'bank':
      return {
        // Its pages are behind the door, as those of the shop.
        PUBLIC_URL: `${publicUrl}/bank`,
        DATA_DIR: `${places.dataFolder}/bank`,
        WEBHOOK_URL: `${address('payments')}/webhooks/bank`,
        ...bankSecrets(places.dataFolder),
      };
    default:
      return {};
  }
}

// Recognizes customers of events with limits.
function customerKey(places: Places): Record<string, string> {
  return givenOrKept(places, { variable: 'CUSTOMER_KEY', file: 'customer-key' });
}

// What the waiting room signs admissions with, and gateways check them by.
function admissionKeys(places: Places): Record<string, string> {
  return givenOrKept(places, { variable: 'ADMISSION_KEYS', file: 'admission-keys' });
}

// By which gateway and payments ask the office.
function officeToken(places: Places): Record<string, string> {
  return givenOrKept(places, { variable: 'OFFICE_TOKEN', file: 'office-token' });
}

// What tickets are signed with.
function ticketKeys({ dataFolder, environment }: Places): Record<string, string> {
  if (isSet(environment['TICKET_KEYS_FILE'])) return {};
  ownFolder(`${dataFolder}/secrets`);
  const file = `${dataFolder}/secrets/ticket-keys.json`;
  keepSecret(file, () => formatKeys(addKey([])).trim());
  return { TICKET_KEYS_FILE: file };
}

/** Where mails are kept that no server takes; undefined where there is one. */
export function mailFolder({ dataFolder, environment }: Places): string | undefined {
  const { SMTP_URL, SMTP_URL_FILE, MAIL_DIR = '' } = environment;
  if (isSet(SMTP_URL) || isSet(SMTP_URL_FILE)) return undefined;
  return isSet(MAIL_DIR) ? MAIL_DIR : `${dataFolder}/mail`;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

// Made once, unless the environment has one.
function givenOrKept(
  { dataFolder, environment }: Places,
  { variable, file }: { variable: string; file: string },
): Record<string, string> {
  const given = [environment[variable], environment[`${variable}_FILE`]];
  if (given.some(isSet)) return {};
  ownFolder(`${dataFolder}/secrets`);
  const path = `${dataFolder}/secrets/${file}`;
  keepSecret(path);
  return { [`${variable}_FILE`]: path };
}

/** What only some processes get. */
const SECRETS = [
  { names: /^(STRIPE|BANK)_/, processes: ['payments'] },
  { names: /^PAYMENTS_/, processes: ['payments', 'office'] },
  { names: /^DATABASE_URL(_FILE)?$/, processes: ['office', 'recorder', 'delivery'] },
  { names: /^ADMISSION_KEYS(_FILE)?$/, processes: ['gateway', 'waiting-room'] },
  { names: /^OFFICE_TOKEN(_FILE)?$/, processes: ['gateway', 'payments', 'office'] },
  { names: /^(SMTP_URL|DKIM_PRIVATE_KEY)(_FILE)?$/, processes: ['delivery'] },
  { names: /^OFFICE_SECRET(_FILE)?$/, processes: ['office'] },
];

/** What whoever has started the system has set, without what is not for this process. */
export function withoutSecrets(name: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden = SECRETS.filter(({ processes }) => !processes.includes(name));
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([variable]) => !hidden.some(({ names }) => names.test(variable)),
    ),
  );
}
