import { getRouteApi } from '@tanstack/react-router';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { useMay } from '../app/use-me.ts';
import { MessageEditor } from './MessageEditor.tsx';

const route = getRouteApi('/signed-in/events/$eventId/messages/new');

/** A message that is not stored yet. */
export function NewMessagePage() {
  const { eventId } = route.useParams();
  if (!useMay()('messages.send', eventId)) return <NotAllowedPage />;
  return <MessageEditor eventId={eventId} />;
}
