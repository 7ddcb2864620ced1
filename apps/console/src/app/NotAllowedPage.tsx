import { IconLock } from '@tabler/icons-react';
import { Notice } from '../ui/Notice.tsx';
import { ButtonLink } from './links.tsx';
import { m } from './texts.ts';

/** In the place of a page that the member's roles do not reach. */
export function NotAllowedPage() {
  return (
    <Notice icon={<IconLock />} title={m.app_not_allowed_title()} text={m.app_not_allowed_text()}>
      <ButtonLink to="/" variant="default">
        {m.app_to_start()}
      </ButtonLink>
    </Notice>
  );
}
