import { IconMapPinQuestion } from '@tabler/icons-react';
import { Notice } from '../ui/Notice.tsx';
import { ButtonLink } from './links.tsx';
import { m } from './texts.ts';

export function NotFoundPage() {
  return (
    <Notice
      icon={<IconMapPinQuestion />}
      title={m.app_not_found_title()}
      text={m.app_not_found_text()}
    >
      <ButtonLink to="/" variant="default">
        {m.app_to_start()}
      </ButtonLink>
    </Notice>
  );
}
