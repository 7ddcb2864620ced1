import { PageTitle } from '../ui/PageTitle.tsx';

/** In the place of a page that is still being built. */
export function ComingPage({ title }: { title: string }) {
  return <PageTitle title={title} />;
}
