import { Button, Stack, Title } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberList } from './MemberList.tsx';
import { invitationsQuery, membersQuery } from './team-queries.ts';

/** Who belongs to the team, and who is invited. */
export function TeamPage() {
  return useMayForAll()('team.write') ? <Team /> : <NotAllowedPage />;
}

function Team() {
  const members = useQuery(membersQuery);
  const invitations = useQuery(invitationsQuery);
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <PageTitle title={m.app_nav_team()} about={m.team_about()}>
        <Button
          leftSection={<IconUserPlus size={18} aria-hidden />}
          onClick={() => setIsInviting(true)}
        >
          {m.team_invite()}
        </Button>
      </PageTitle>
      <Stack gap="xl">
        <Loaded query={members}>{({ items }) => <MemberList members={items} />}</Loaded>
        <Loaded query={invitations}>
          {({ items }) =>
            items.length === 0 ? null : (
              <section aria-labelledby="invitations">
                <Title order={2} size="h4" mb="xs" id="invitations">
                  {m.team_invitations()}
                </Title>
                <InvitationList invitations={items} />
              </section>
            )
          }
        </Loaded>
      </Stack>
      {isInviting ? <InviteDialog onClose={() => setIsInviting(false)} /> : null}
    </>
  );
}
