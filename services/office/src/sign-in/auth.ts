import { passkey } from '@better-auth/passkey';
import { PASSWORD_LENGTH } from '@onsale/contracts';
import { AUTH_TABLES, type Records } from '@onsale/records';
import type { Logger } from '@onsale/service';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { OfficeConfig } from '../config.ts';

const DAY_S = 24 * 60 * 60;
/** A session that is used lasts on. */
const SESSION_S = 14 * DAY_S;
/** How soon it is noted that a session is used. */
const SESSION_NOTED_S = DAY_S;
/** Whoever makes a passkey must have signed in this long ago at most. */
const FRESH_S = DAY_S;

/** The header by which better-auth is told the client's address; what a client sends as such is dropped. */
export const ADDRESS_HEADER = 'x-onsale-client';

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth, on the tables that our migrations have made. It does what needs care: passwords, cookies,
 * passkeys and codes. Members, roles, links, limits and the paths that can be reached are ours.
 */
export function createAuth(
  records: Records,
  { config, logger }: { config: OfficeConfig; logger: Logger },
) {
  const { origin, hostname, protocol } = new URL(config.CONSOLE_URL);
  const isHttps = protocol === 'https:';
  return betterAuth({
    appName: 'Onsale',
    baseURL: origin,
    basePath: '/auth',
    secret: config.OFFICE_SECRET,
    trustedOrigins: [origin],
    database: { db: records, type: 'postgres', schemaName: AUTH_TABLES.schema, transaction: true },
    user: { modelName: AUTH_TABLES.user },
    session: {
      modelName: AUTH_TABLES.session,
      ...{ expiresIn: SESSION_S, updateAge: SESSION_NOTED_S, freshAge: FRESH_S },
    },
    account: { modelName: AUTH_TABLES.account },
    verification: { modelName: AUTH_TABLES.verification },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    // Ours counts by account as well, and in the database, for all processes together.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      // `__Host-` cookies are of this host alone, whatever its subdomains do.
      cookiePrefix: isHttps ? '__Host-onsale' : 'onsale',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, secure: isHttps, sameSite: 'strict', path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    logger: {
      level: 'error',
      // What it says may name a member.
      log: (_level, message, ...details) => {
        const error = details.find((detail) => detail instanceof Error);
        logger.error({ err: error }, `sign-in: ${message}`);
      },
    },
    plugins: [
      twoFactor({ issuer: 'Onsale', twoFactorTable: AUTH_TABLES.twoFactor }),
      passkey({
        rpID: hostname,
        rpName: 'Onsale',
        origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        // It stands for two factors, so it must have asked for a finger, a face or a PIN.
        authentication: {
          afterVerification: ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED');
            return Promise.resolve();
          },
        },
        schema: { passkey: { modelName: AUTH_TABLES.passkey } },
      }),
    ],
  });
}
