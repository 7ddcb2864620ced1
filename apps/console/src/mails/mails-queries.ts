import { officeApi, pollEvery } from '@onsale/api-client';
import type { BuyerMailKind } from '@onsale/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';
import type { MailsSearch, PreviewLanguage } from './mails-search.ts';

/** All that is known of mails; to be asked anew when one was asked for. */
export const MAILS_KEY = ['mails'] as const;

/** Mails leave while one looks. */
const LIST_MS = 5000;

/** The mails that a filter leaves, the newest first, page after page. */
export function mailsQuery(filter: MailsSearch & { orderId?: string }) {
  return pagedQuery({
    queryKey: [...MAILS_KEY, 'list', filter],
    readPage: (page, signal) =>
      officeApi.get('/v1/mails', { query: { ...filter, ...page }, signal }),
    pollMs: LIST_MS,
    placeholderData: keepPreviousData,
  });
}

/** One mail. */
export function mailQuery(mailId: string) {
  return queryOptions({
    queryKey: [...MAILS_KEY, 'one', mailId],
    queryFn: ({ signal }) => officeApi.get('/v1/mails/{mailId}', { path: { mailId }, signal }),
    refetchInterval: pollEvery(LIST_MS),
  });
}

/** How a mail reads. */
export function previewQuery(eventId: string, kind: BuyerMailKind, language: PreviewLanguage) {
  return queryOptions({
    queryKey: [...MAILS_KEY, 'preview', eventId, kind, language],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/mails/preview/{kind}', {
        path: { eventId, kind },
        query: { language },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** The mail server, as delivery has found it. */
export const mailServerQuery = queryOptions({
  queryKey: [...MAILS_KEY, 'server'],
  queryFn: ({ signal }) => officeApi.get('/v1/mail-server', { signal }),
  refetchInterval: pollEvery(LIST_MS),
});

/** What DNS says of the domain of the sender; asked when one looks, not all the time. */
export const senderDomainQuery = queryOptions({
  queryKey: [...MAILS_KEY, 'domain'],
  queryFn: ({ signal }) => officeApi.get('/v1/mail-server/domain', { signal }),
});
