import { type Message, type MessageInput, officeApi, pollEvery } from '@onsale/api-client';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';

/** A message that leaves does so without anybody's doing. */
const MESSAGE_MS = 10_000;

/** All that is known of messages; to be asked anew after any change of one. */
export const MESSAGES_KEY = ['messages'] as const;

/** The messages of an event, the newest first, page after page. */
export function messagesQuery(eventId: string) {
  return pagedQuery({
    queryKey: [...MESSAGES_KEY, eventId, 'list'],
    readPage: (page, signal) =>
      officeApi.get('/v1/events/{eventId}/messages', { path: { eventId }, query: page, signal }),
    pollMs: MESSAGE_MS,
  });
}

/** One message. Its revision is what a change of it must name. */
export function messageQuery(eventId: string, messageId: string) {
  return queryOptions({
    queryKey: [...MESSAGES_KEY, eventId, 'one', messageId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/messages/{messageId}', {
        path: { eventId, messageId },
        signal,
      }),
    refetchInterval: pollEvery(MESSAGE_MS),
  });
}

/** How many buyers a message would reach, and how they would read it. The last answer stays meanwhile. */
export function previewQuery(eventId: string, body: MessageInput) {
  return queryOptions({
    queryKey: [...MESSAGES_KEY, eventId, 'preview', body],
    queryFn: ({ signal }) =>
      officeApi.post('/v1/events/{eventId}/messages/preview', { path: { eventId }, body, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Shows everywhere what the office has answered to a change. */
export function noteMessage(queries: QueryClient, message: Message): void {
  const { eventId, messageId } = message;
  queries.setQueryData(messageQuery(eventId, messageId).queryKey, message);
  void queries.invalidateQueries({ queryKey: messagesQuery(eventId).queryKey });
}
