import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { messageQuery } from './message-queries.ts';
import { MessageEditor } from './MessageEditor.tsx';
import { MessageView } from './MessageView.tsx';

const route = getRouteApi('/signed-in/events/$eventId/messages/$messageId');

/** One message: a draft can be changed, any other can be read. */
export function MessagePage() {
  const { eventId, messageId } = route.useParams();
  const query = useQuery(messageQuery(eventId, messageId));
  return (
    <Loaded query={query}>
      {(message) =>
        message.state === 'draft' ? (
          <MessageEditor key={messageId} eventId={eventId} message={message} />
        ) : (
          <MessageView message={message} />
        )
      }
    </Loaded>
  );
}
