import { Alert, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ButtonLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { PublicFrame } from './PublicFrame.tsx';
import { useLink } from './use-link.ts';
import { wordsOfRefusal } from './words-of-refusal.ts';

type Content = NonNullable<ReturnType<typeof useLink>['link']['data']>;

/** A page for whoever has a link, or the reason why it is of no use. */
export function LinkPage({
  children,
}: {
  children: (link: { token: string; content: Content }) => ReactNode;
}) {
  const { token, link } = useLink();
  return (
    <PublicFrame>
      {token === '' ? (
        <Useless reason={m.team_link_missing()} />
      ) : link.error === null ? (
        <Loaded query={link}>{(content) => children({ token, content })}</Loaded>
      ) : (
        <Useless reason={wordsOfRefusal(link.error)} />
      )}
    </PublicFrame>
  );
}

function Useless({ reason }: { reason: string }) {
  return (
    <Stack>
      <PageTitle title={m.team_link_useless()} />
      <Alert color="warn" role="alert">
        {reason}
      </Alert>
      <ButtonLink to="/sign-in" variant="default">
        {m.team_to_sign_in()}
      </ButtonLink>
    </Stack>
  );
}
