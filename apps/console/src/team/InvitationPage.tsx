import { officeApi } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { JoinForm } from './JoinForm.tsx';
import { LinkPage } from './LinkPage.tsx';
import { wordsOfGrants } from './words-of-roles.ts';

/** Where somebody who was invited becomes a member. */
export function InvitationPage() {
  return (
    <LinkPage>
      {({ token, content: { email = '', invitedBy = '', grants } }) => (
        <>
          <PageTitle
            title={m.team_invitation()}
            about={m.team_invitation_about({ name: invitedBy, roles: wordsOfGrants(grants) })}
          />
          <JoinForm
            email={email}
            button={m.team_invitation_button()}
            join={async ({ name, password, language }) => {
              const body = { token, name, password, language };
              await officeApi.post('/v1/links/invitation', { body });
            }}
          />
        </>
      )}
    </LinkPage>
  );
}
