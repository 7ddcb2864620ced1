import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import { RIGHTS, Role, type StaffOperation } from './access.ts';
import { Email, NewPassword } from './sign-in.ts';

/** A role, for all events, those of the future included, or for one. */
export const Grant = Type.Object(
  {
    role: Role,
    eventId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'For all events when missing, those of the future included',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Grant = Static<typeof Grant>;

/** More than anybody gives by hand. */
const MAX_GRANTS = 200;
export const Grants = Type.Array(Grant, {
  minItems: 1,
  maxItems: MAX_GRANTS,
  uniqueItems: true,
  ...must(`must have 1 to ${MAX_GRANTS} roles, none twice`),
});

/** The languages of the console. */
export const CONSOLE_LANGUAGES = ['en', 'de'] as const;
export const ConsoleLanguage = StringEnum(CONSOLE_LANGUAGES);

export const MemberName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
  ...must('must be a name of at most 100 characters'),
});

export const Me = Type.Object({
  kind: StringEnum(['member', 'api_key']),
  id: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  language: Type.Optional(ConsoleLanguage),
  twoFactor: Type.Optional(Type.Boolean({ description: 'Whether signing in needs a code' })),
  grants: Type.Array(Grant),
  rights: Type.Array(
    Type.Object({
      right: StringEnum(RIGHTS),
      eventIds: Type.Optional(
        Type.Array(Type.String(), { description: 'Of all events when missing' }),
      ),
    }),
    { description: 'What the roles add up to' },
  ),
});
export type Me = Static<typeof Me>;

export const Session = Type.Object({
  sessionId: Type.String(),
  isThis: Type.Boolean({ description: 'Whether it is the one that asks' }),
  device: Type.Optional(
    Type.String({ description: 'Browser and system, such as `Firefox, Linux`' }),
  ),
  address: Type.Optional(Type.String({ description: 'The network address it was begun from' })),
  createdAt: Type.String({ format: 'date-time' }),
  usedAt: Type.String({ format: 'date-time', description: 'To the day' }),
  expiresAt: Type.String({ format: 'date-time' }),
});
export type Session = Static<typeof Session>;

export const Passkey = Type.Object({
  passkeyId: Type.String(),
  name: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  isSynced: Type.Boolean({ description: 'Whether it is backed up, and so on several devices' }),
});
export type Passkey = Static<typeof Passkey>;

export const LINK_KINDS = ['first_owner', 'invitation', 'new_password'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** A link as it is handed to somebody. What stands behind the # is sent to no server, and so in no log. */
export function linkUrl(consoleUrl: string, kind: LinkKind, token: string): string {
  return `${consoleUrl.replace(/\/$/, '')}/${kind.replace('_', '-')}#${token}`;
}

/** What a link that was given to somebody is for. */
export const LinkContent = Type.Object({
  kind: StringEnum(LINK_KINDS),
  email: Type.Optional(Type.String({ description: 'Whom it is for; not of the first owner' })),
  invitedBy: Type.Optional(Type.String()),
  grants: Type.Array(Grant),
  expiresAt: Type.String({ format: 'date-time' }),
});
export type LinkContent = Static<typeof LinkContent>;

const Token = Type.String({
  minLength: 20,
  maxLength: 100,
  description: 'What stands behind the # of the link',
});

const refusals = { 401: ErrorBody, 403: ErrorBody, 503: ErrorBody } as const;
const linkRefusals = { 403: ErrorBody, 410: ErrorBody, 429: ErrorBody, 503: ErrorBody } as const;
const Done = Type.Object({});
const exact = { additionalProperties: false };
const sessionParams = Type.Object({ sessionId: Type.String({ maxLength: 64 }) });
const passkeyParams = Type.Object({ passkeyId: Type.String({ maxLength: 64 }) });

/** What somebody does with their own account, and with a link that they were given. */
export const accountOperations = {
  getMe: {
    operationId: 'getMe',
    method: 'GET',
    url: '/v1/me',
    summary: 'Who asks, and what they may do',
    access: 'signed_in',
    schema: { response: { 200: Me, ...refusals } },
  },
  changeMe: {
    operationId: 'changeMe',
    method: 'PATCH',
    url: '/v1/me',
    summary: 'Change one’s name or language',
    access: 'signed_in',
    schema: {
      body: Type.Object(
        { name: Type.Optional(MemberName), language: Type.Optional(ConsoleLanguage) },
        exact,
      ),
      response: { 200: Me, ...refusals },
    },
  },
  listMySessions: {
    operationId: 'listMySessions',
    method: 'GET',
    url: '/v1/me/sessions',
    summary: 'Where one is signed in',
    access: 'signed_in',
    schema: { response: { 200: Type.Object({ items: Type.Array(Session) }), ...refusals } },
  },
  endMySession: {
    operationId: 'endMySession',
    method: 'DELETE',
    url: '/v1/me/sessions/:sessionId',
    summary: 'End one of one’s sessions, at once',
    access: 'signed_in',
    schema: {
      params: sessionParams,
      response: { 204: Type.Null(), ...refusals, 404: ErrorBody },
    },
  },
  endMyOtherSessions: {
    operationId: 'endMyOtherSessions',
    method: 'DELETE',
    url: '/v1/me/sessions',
    summary: 'End all of one’s sessions but this one',
    access: 'signed_in',
    schema: { response: { 204: Type.Null(), ...refusals } },
  },
  listMyPasskeys: {
    operationId: 'listMyPasskeys',
    method: 'GET',
    url: '/v1/me/passkeys',
    summary: 'One’s passkeys',
    access: 'signed_in',
    schema: { response: { 200: Type.Object({ items: Type.Array(Passkey) }), ...refusals } },
  },
  removeMyPasskey: {
    operationId: 'removeMyPasskey',
    method: 'DELETE',
    url: '/v1/me/passkeys/:passkeyId',
    summary: 'Remove a passkey',
    access: 'signed_in',
    schema: {
      params: passkeyParams,
      response: { 204: Type.Null(), ...refusals, 404: ErrorBody },
    },
  },
  readLink: {
    operationId: 'readLink',
    method: 'POST',
    url: '/v1/links/read',
    summary: 'What a link is for',
    description: 'A link that was used, withdrawn or is too old gets 410 LINK_EXPIRED.',
    access: 'public',
    schema: {
      body: Type.Object({ token: Token }, exact),
      response: { 200: LinkContent, ...linkRefusals },
    },
  },
  setUpFirstOwner: {
    operationId: 'setUpFirstOwner',
    method: 'POST',
    url: '/v1/links/first-owner',
    summary: 'Become the first owner, and be signed in',
    description:
      'With the link that `npm start` shows: only from the machine itself, while there is no owner.',
    access: 'public',
    schema: {
      body: Type.Object(
        {
          token: Token,
          email: Email,
          name: MemberName,
          password: NewPassword,
          language: Type.Optional(ConsoleLanguage),
        },
        exact,
      ),
      response: { 201: Done, ...linkRefusals },
    },
  },
  acceptInvitation: {
    operationId: 'acceptInvitation',
    method: 'POST',
    url: '/v1/links/invitation',
    summary: 'Accept an invitation, and be signed in',
    access: 'public',
    schema: {
      body: Type.Object(
        {
          token: Token,
          name: MemberName,
          password: NewPassword,
          language: Type.Optional(ConsoleLanguage),
        },
        exact,
      ),
      response: { 201: Done, ...linkRefusals, 409: ErrorBody },
    },
  },
  setNewPassword: {
    operationId: 'setNewPassword',
    method: 'POST',
    url: '/v1/links/new-password',
    summary: 'Set a new password with the link of an owner; all sessions end',
    access: 'public',
    schema: {
      body: Type.Object({ token: Token, password: NewPassword }, exact),
      response: { 200: Done, ...linkRefusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

export const accountSchemas: Record<string, TSchema> = {
  ConsoleLanguage,
  Grant,
  LinkContent,
  Me,
  Passkey,
  Role,
  Session,
};
