import type { ErrorCodeEntries } from './error-code.ts';

/** What the office answers about signing in and the team. */
export const teamErrors = {
  SIGN_IN_FAILED: {
    status: 401,
    meaning: 'Address and password, or the passkey, are not a member’s',
  },
  WRONG_CODE: {
    status: 401,
    meaning: 'The code of the second factor is wrong or too old',
  },
  NOT_ALLOWED: {
    status: 403,
    meaning: 'The role of the member or API key lacks the right that the message names',
  },
  SIGN_IN_AGAIN: {
    status: 403,
    meaning: 'This needs a session that began within a day',
  },
  WRONG_PASSWORD: {
    status: 403,
    meaning: 'Your own password is wrong',
  },
  MEMBER_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  INVITATION_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  API_KEY_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  PASSKEY_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  LAST_OWNER: {
    status: 409,
    meaning: 'The team would have no owner',
  },
  MEMBER_EXISTS: {
    status: 409,
    meaning: 'A member has this address',
  },
} as const satisfies ErrorCodeEntries;
