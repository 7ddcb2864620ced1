/** The tables that better-auth reads and writes itself, by what it calls them. */
export const AUTH_TABLES = {
  schema: 'office',
  user: 'members',
  session: 'sessions',
  account: 'accounts',
  verification: 'verifications',
  twoFactor: 'two_factors',
  passkey: 'passkeys',
} as const;
