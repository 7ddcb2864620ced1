import { officeApi } from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';

export const accountQuery = queryOptions({
  queryKey: ['team', 'account'],
  queryFn: ({ signal }) => officeApi.get('/v1/me', { signal }),
});

export const mySessionsQuery = queryOptions({
  queryKey: ['team', 'my-sessions'],
  queryFn: ({ signal }) => officeApi.get('/v1/me/sessions', { signal }),
});

export const myPasskeysQuery = queryOptions({
  queryKey: ['team', 'my-passkeys'],
  queryFn: ({ signal }) => officeApi.get('/v1/me/passkeys', { signal }),
});

export const membersQuery = queryOptions({
  queryKey: ['team', 'members'],
  queryFn: ({ signal }) => officeApi.get('/v1/members', { signal }),
});

export const invitationsQuery = queryOptions({
  queryKey: ['team', 'invitations'],
  queryFn: ({ signal }) => officeApi.get('/v1/invitations', { signal }),
});

export const apiKeysQuery = queryOptions({
  queryKey: ['team', 'api-keys'],
  queryFn: ({ signal }) => officeApi.get('/v1/api-keys', { signal }),
});

/** What the activity log is filtered by. */
export interface ActivitySearch {
  actorId?: string;
  eventId?: string;
  subject?: string;
}

export const activityQuery = (search: ActivitySearch) =>
  pagedQuery({
    queryKey: ['team', 'activity', search],
    readPage: (page, signal) =>
      officeApi.get('/v1/activity', { query: { ...search, ...page }, signal }),
  });
