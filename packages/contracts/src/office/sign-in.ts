import type { TSchema } from 'typebox';
import { ErrorBody, must } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/** Of passwords, in characters. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

export const Email = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@,;<>"]+@[^\\s@,;<>"]+$',
  ...must('must be a valid e-mail address'),
});

export const NewPassword = Type.String({
  minLength: PASSWORD_LENGTH.min,
  maxLength: PASSWORD_LENGTH.max,
  ...must(`must have ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters`),
});

/** A password as it is typed in, which may be a wrong one. */
const Password = Type.String({
  minLength: 1,
  maxLength: PASSWORD_LENGTH.max,
  ...must('must be the password'),
});

const Code = Type.String({
  minLength: 6,
  maxLength: 40,
  ...must('must be a code of the authenticator app, or a backup code'),
});

/** As browsers make it (`PublicKeyCredential.toJSON()`). */
const Credential = Type.Record(Type.String(), Type.Unsafe<unknown>({}), {
  description: 'What `PublicKeyCredential.toJSON()` gives',
});
/** As browsers read it (`PublicKeyCredential.parse…OptionsFromJSON`). */
const CredentialOptions = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: 'What `PublicKeyCredential.parse…OptionsFromJSON` reads',
});

export const SignInResult = Type.Object({
  twoFactorRedirect: Type.Optional(
    Type.Boolean({
      description: 'Whether a code is missing yet: nobody is signed in until it is sent',
    }),
  ),
});

const Done = Type.Object({});
const refusals = { 401: ErrorBody, 403: ErrorBody, 429: ErrorBody, 503: ErrorBody } as const;

/**
 * Signing in and out, and what it is done with; the session is a cookie of the console. Requests with an
 * API key are refused, and changes from any origin but the console's.
 */
export const signInOperations = {
  signIn: {
    operationId: 'signIn',
    method: 'POST',
    url: '/auth/sign-in/email',
    summary: 'Sign in by e-mail address and password',
    description:
      'A member with a second factor is signed in by the code that follows. After too many wrong passwords, ' +
      'by address or by account, 429 RATE_LIMITED.',
    access: 'public',
    schema: {
      body: Type.Object(
        {
          email: Email,
          password: Password,
          rememberMe: Type.Optional(
            Type.Boolean({
              description: 'Whether it outlasts the window of the browser; default: yes',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: { 200: SignInResult, ...refusals },
    },
  },
  signOut: {
    operationId: 'signOut',
    method: 'POST',
    url: '/auth/sign-out',
    summary: 'End this session',
    access: 'public',
    schema: { response: { 200: Done, ...refusals } },
  },
  verifyTotp: {
    operationId: 'verifyTotp',
    method: 'POST',
    url: '/auth/two-factor/verify-totp',
    summary: 'Send a code of the authenticator app: to sign in, or to switch the second factor on',
    access: 'public',
    schema: {
      body: Type.Object(
        {
          code: Code,
          trustDevice: Type.Optional(
            Type.Boolean({ description: 'Whether this browser is asked for none for 30 days' }),
          ),
        },
        { additionalProperties: false },
      ),
      response: { 200: Done, ...refusals },
    },
  },
  verifyBackupCode: {
    operationId: 'verifyBackupCode',
    method: 'POST',
    url: '/auth/two-factor/verify-backup-code',
    summary: 'Sign in with a backup code, which is used up by it',
    access: 'public',
    schema: {
      body: Type.Object({ code: Code }, { additionalProperties: false }),
      response: { 200: Done, ...refusals },
    },
  },
  beginTwoFactor: {
    operationId: 'beginTwoFactor',
    method: 'POST',
    url: '/auth/two-factor/enable',
    summary: 'Begin to set up a second factor; the first code switches it on',
    access: 'signed_in',
    schema: {
      body: Type.Object({ password: Password }, { additionalProperties: false }),
      response: {
        200: Type.Object({
          totpURI: Type.String({ description: 'For the authenticator app, as a QR code' }),
          backupCodes: Type.Array(Type.String(), { description: 'Each works once' }),
        }),
        ...refusals,
      },
    },
  },
  disableTwoFactor: {
    operationId: 'disableTwoFactor',
    method: 'POST',
    url: '/auth/two-factor/disable',
    summary: 'Switch the second factor off',
    access: 'signed_in',
    schema: {
      body: Type.Object({ password: Password }, { additionalProperties: false }),
      response: { 200: Done, ...refusals },
    },
  },
  renewBackupCodes: {
    operationId: 'renewBackupCodes',
    method: 'POST',
    url: '/auth/two-factor/generate-backup-codes',
    summary: 'Make new backup codes; the old ones work no longer',
    access: 'signed_in',
    schema: {
      body: Type.Object({ password: Password }, { additionalProperties: false }),
      response: { 200: Type.Object({ backupCodes: Type.Array(Type.String()) }), ...refusals },
    },
  },
  changePassword: {
    operationId: 'changePassword',
    method: 'POST',
    url: '/auth/change-password',
    summary: 'Change one’s password; all other sessions end',
    access: 'signed_in',
    schema: {
      body: Type.Object(
        { currentPassword: Password, newPassword: NewPassword },
        { additionalProperties: false },
      ),
      response: { 200: Done, ...refusals },
    },
  },
  beginPasskey: {
    operationId: 'beginPasskey',
    method: 'GET',
    url: '/auth/passkey/generate-register-options',
    summary: 'What a browser needs to make a passkey',
    description: 'Only within a day of signing in; later 403 SIGN_IN_AGAIN.',
    access: 'signed_in',
    schema: { response: { 200: CredentialOptions, ...refusals } },
  },
  addPasskey: {
    operationId: 'addPasskey',
    method: 'POST',
    url: '/auth/passkey/verify-registration',
    summary: 'Keep a passkey that the browser has made',
    access: 'signed_in',
    schema: {
      body: Type.Object(
        {
          response: Credential,
          name: Type.String({ minLength: 1, maxLength: 100 }),
        },
        { additionalProperties: false },
      ),
      response: { 200: Done, ...refusals },
    },
  },
  beginPasskeySignIn: {
    operationId: 'beginPasskeySignIn',
    method: 'GET',
    url: '/auth/passkey/generate-authenticate-options',
    summary: 'What a browser needs to sign in by a passkey',
    access: 'public',
    schema: { response: { 200: CredentialOptions, ...refusals } },
  },
  signInByPasskey: {
    operationId: 'signInByPasskey',
    method: 'POST',
    url: '/auth/passkey/verify-authentication',
    summary: 'Sign in by a passkey, without password and code',
    access: 'public',
    schema: {
      body: Type.Object({ response: Credential }, { additionalProperties: false }),
      response: { 200: Done, ...refusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

export const signInSchemas: Record<string, TSchema> = { SignInResult };
