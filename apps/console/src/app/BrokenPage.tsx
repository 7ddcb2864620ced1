import { ApiError } from '@onsale/api-client';
import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';
import { Notice } from '../ui/Notice.tsx';
import { NotAllowedPage } from './NotAllowedPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { m } from './texts.ts';

/** What is shown where drawing has failed, or a page has thrown what the office answered. */
export function BrokenPage({ error }: { error: unknown }) {
  if (error instanceof ApiError && error.status === 403) return <NotAllowedPage />;
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  return (
    <Notice icon={<IconBug />} title={m.app_broken_title()} text={m.app_broken_text()}>
      <Button onClick={() => window.location.reload()}>{m.app_reload()}</Button>
    </Notice>
  );
}
