import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import {
  accountOperations,
  accountSchemas,
  ConsoleLanguage,
  Grant,
  Grants,
  Session,
} from './account.ts';
import { Email, signInOperations, signInSchemas } from './sign-in.ts';

export const Member = Type.Object({
  memberId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  language: Type.Optional(ConsoleLanguage),
  grants: Type.Array(Grant),
  twoFactor: Type.Boolean(),
  passkeys: Type.Integer(),
  sessions: Type.Integer({ description: 'Where they are signed in now' }),
  lastSeenAt: Type.Optional(Type.String({ format: 'date-time', description: 'To the day' })),
  createdAt: Type.String({ format: 'date-time' }),
  revision: Type.Integer({ description: 'Of their roles; in quotes it is the ETag' }),
});
export type Member = Static<typeof Member>;

export const Invitation = Type.Object({
  invitationId: Type.String(),
  email: Type.String(),
  grants: Type.Array(Grant),
  invitedBy: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
});
export type Invitation = Static<typeof Invitation>;

export const ApiKey = Type.Object({
  keyId: Type.String(),
  name: Type.String(),
  grants: Type.Array(Grant),
  createdBy: Type.String({ description: 'The name of who made it' }),
  createdAt: Type.String({ format: 'date-time' }),
  lastUsedAt: Type.Optional(Type.String({ format: 'date-time', description: 'To the minute' })),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type ApiKey = Static<typeof ApiKey>;

/** Whatever a change was about. */
const Values = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

export const ACTIVITY_OUTCOMES = ['done', 'refused', 'begun'] as const;
export const Activity = Type.Object({
  activityId: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  actorId: Type.String(),
  actorName: Type.String({ description: 'As they were called then' }),
  action: Type.String({ description: 'The operation, such as `pauseEvent`' }),
  eventId: Type.Optional(Type.String()),
  subject: Type.String({ description: 'What was changed, such as `event:show-7`' }),
  outcome: StringEnum(ACTIVITY_OUTCOMES, {
    description: '`begun`: nobody knows whether it happened',
  }),
  before: Type.Optional(Values),
  after: Type.Optional(Values),
  requestId: Type.String(),
});
export type Activity = Static<typeof Activity>;

/** A link to hand to somebody, shown once. */
export const Link = Type.Object({
  url: Type.String({ description: 'Whoever has it may use it; it is shown once' }),
  expiresAt: Type.String({ format: 'date-time' }),
});
export type Link = Static<typeof Link>;

const exact = { additionalProperties: false };
const refusals = { 401: ErrorBody, 503: ErrorBody } as const;
const notFound = { ...refusals, 404: ErrorBody } as const;
const edits = { ...notFound, 409: ErrorBody, 412: ErrorBody, 428: ErrorBody } as const;
const access = { right: 'team.write', of: 'all' } as const;
const memberParams = Type.Object({ memberId: Type.String({ maxLength: 64 }) });
const sessionParams = Type.Object({
  memberId: Type.String({ maxLength: 64 }),
  sessionId: Type.String({ maxLength: 64 }),
});
const invitationParams = Type.Object({ invitationId: Type.String({ maxLength: 64 }) });
const keyParams = Type.Object({ keyId: Type.String({ maxLength: 64 }) });

const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 200, description: 'The ETag of the member that was read' }),
  ),
});

const Cursor = Type.Optional(
  Type.String({ maxLength: 200, description: 'The `nextCursor` of the page before' }),
);
const Limit = Type.Optional(
  Type.String({
    description: 'How many on a page, 1 to 100; default: 50',
    pattern: '^([1-9][0-9]?|100)$',
    ...must('must be a whole number from 1 to 100'),
  }),
);
const Filter = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));

/** The routes of the office for the members of the team, their roles and sessions, API keys, and the activity log. */
export const teamOperations = {
  ...signInOperations,
  ...accountOperations,
  listMembers: {
    operationId: 'listMembers',
    method: 'GET',
    url: '/v1/members',
    summary: 'The members of the team, by name',
    access,
    schema: { response: { 200: Type.Object({ items: Type.Array(Member) }), ...refusals } },
  },
  getMember: {
    operationId: 'getMember',
    method: 'GET',
    url: '/v1/members/:memberId',
    summary: 'A member; the ETag is needed to change their roles',
    access,
    schema: { params: memberParams, response: { 200: Member, ...notFound } },
  },
  changeMember: {
    operationId: 'changeMember',
    method: 'PATCH',
    url: '/v1/members/:memberId',
    summary: 'Give a member other roles',
    description: 'At once, wherever they are signed in. The last owner stays one: 409 LAST_OWNER.',
    access,
    schema: {
      params: memberParams,
      headers: IfMatch,
      body: Type.Object({ grants: Grants }, exact),
      response: { 200: Member, ...edits },
    },
  },
  removeMember: {
    operationId: 'removeMember',
    method: 'DELETE',
    url: '/v1/members/:memberId',
    summary: 'Remove a member, with all sessions; the activity log keeps their name',
    access,
    schema: {
      params: memberParams,
      response: { 204: Type.Null(), ...notFound, 409: ErrorBody },
    },
  },
  listSessions: {
    operationId: 'listSessions',
    method: 'GET',
    url: '/v1/members/:memberId/sessions',
    summary: 'Where a member is signed in',
    access,
    schema: {
      params: memberParams,
      response: { 200: Type.Object({ items: Type.Array(Session) }), ...notFound },
    },
  },
  endSession: {
    operationId: 'endSession',
    method: 'DELETE',
    url: '/v1/members/:memberId/sessions/:sessionId',
    summary: 'End a session of a member, at once',
    access,
    schema: { params: sessionParams, response: { 204: Type.Null(), ...notFound } },
  },
  endSessions: {
    operationId: 'endSessions',
    method: 'DELETE',
    url: '/v1/members/:memberId/sessions',
    summary: 'End all sessions of a member, at once',
    access,
    schema: { params: memberParams, response: { 204: Type.Null(), ...notFound } },
  },
  createPasswordLink: {
    operationId: 'createPasswordLink',
    method: 'POST',
    url: '/v1/members/:memberId/password-link',
    summary: 'Make a link by which a member sets a new password',
    description: 'It works once, for a day; one that was made before works no longer.',
    access,
    schema: {
      params: memberParams,
      body: Type.Object(
        {
          removesTwoFactor: Type.Optional(
            Type.Boolean({
              description: 'Whether it takes the second factor and the passkeys away too',
            }),
          ),
        },
        exact,
      ),
      response: { 201: Link, ...notFound },
    },
  },
  listInvitations: {
    operationId: 'listInvitations',
    method: 'GET',
    url: '/v1/invitations',
    summary: 'Invitations that were not accepted, the newest first',
    access,
    schema: { response: { 200: Type.Object({ items: Type.Array(Invitation) }), ...refusals } },
  },
  createInvitation: {
    operationId: 'createInvitation',
    method: 'POST',
    url: '/v1/invitations',
    summary: 'Invite somebody into the team',
    description:
      'The link works once, for seven days. A second invitation to the same address takes the place of the first.',
    access,
    schema: {
      body: Type.Object({ email: Email, grants: Grants }, exact),
      response: {
        201: Type.Object({ invitation: Invitation, link: Link }),
        ...refusals,
        409: ErrorBody,
      },
    },
  },
  renewInvitation: {
    operationId: 'renewInvitation',
    method: 'POST',
    url: '/v1/invitations/:invitationId/link',
    summary: 'Make a new link for an invitation; the one before works no longer',
    access,
    schema: { params: invitationParams, response: { 201: Link, ...notFound } },
  },
  withdrawInvitation: {
    operationId: 'withdrawInvitation',
    method: 'DELETE',
    url: '/v1/invitations/:invitationId',
    summary: 'Withdraw an invitation',
    access,
    schema: { params: invitationParams, response: { 204: Type.Null(), ...notFound } },
  },
  listApiKeys: {
    operationId: 'listApiKeys',
    method: 'GET',
    url: '/v1/api-keys',
    summary: 'API keys that were not revoked, the newest first',
    access,
    schema: { response: { 200: Type.Object({ items: Type.Array(ApiKey) }), ...refusals } },
  },
  createApiKey: {
    operationId: 'createApiKey',
    method: 'POST',
    url: '/v1/api-keys',
    summary: 'Make an API key',
    access,
    schema: {
      body: Type.Object(
        {
          name: Type.String({
            minLength: 1,
            maxLength: 100,
            pattern: '\\S',
            ...must('must be a name of at most 100 characters'),
          }),
          grants: Grants,
          expiresAt: Type.Optional(
            Type.String({ format: 'date-time', description: 'Never when missing' }),
          ),
        },
        exact,
      ),
      response: {
        201: Type.Object({
          apiKey: ApiKey,
          secret: Type.String({
            description: 'Sent as `Authorization: Bearer …`; it is shown once',
          }),
        }),
        ...refusals,
      },
    },
  },
  revokeApiKey: {
    operationId: 'revokeApiKey',
    method: 'DELETE',
    url: '/v1/api-keys/:keyId',
    summary: 'Revoke an API key, at once',
    access,
    schema: { params: keyParams, response: { 204: Type.Null(), ...notFound } },
  },
  revokeOwnApiKey: {
    operationId: 'revokeOwnApiKey',
    method: 'DELETE',
    url: '/v1/api-keys/self',
    summary: 'Revoke the API key that this is sent with',
    description: 'For programs whose key was made for one task.',
    access: 'signed_in',
    schema: { response: { 204: Type.Null(), ...notFound } },
  },
  listActivity: {
    operationId: 'listActivity',
    method: 'GET',
    url: '/v1/activity',
    summary: 'Who has changed what, the newest first',
    description: 'Whoever may read it for some events sees what was changed in those.',
    access: { right: 'activity.read', of: 'any' },
    schema: {
      querystring: Type.Object({
        actorId: Filter,
        action: Filter,
        eventId: Filter,
        subject: Type.Optional(
          Type.String({ minLength: 1, maxLength: 200, description: 'Such as `event:show-7`' }),
        ),
        from: Type.Optional(Type.String({ format: 'date-time' })),
        to: Type.Optional(Type.String({ format: 'date-time', description: 'Not included' })),
        cursor: Cursor,
        limit: Limit,
      }),
      response: {
        200: Type.Object({
          items: Type.Array(Activity),
          nextCursor: Type.Optional(Type.String()),
        }),
        ...refusals,
      },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const teamSchemas: Record<string, TSchema> = {
  ...accountSchemas,
  ...signInSchemas,
  Activity,
  ApiKey,
  Invitation,
  Link,
  Member,
};
