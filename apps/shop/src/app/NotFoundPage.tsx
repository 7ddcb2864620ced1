import { m } from '../paraglide/messages.js';
import { NoticePage } from './NoticePage.tsx';

/** Every address that leads nowhere. */
export function NotFoundPage() {
  return <NoticePage title={m.not_found_title()} text={m.not_found_text()} />;
}
