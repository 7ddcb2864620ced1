import { strings } from './strings.ts';
import { NoticePage } from './NoticePage.tsx';

/** Every address that leads nowhere. */
export function NotFoundPage() {
  return <NoticePage title={strings.notFound.title} text={strings.notFound.text} />;
}
