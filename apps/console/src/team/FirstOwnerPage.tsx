import { officeApi } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { JoinForm } from './JoinForm.tsx';
import { LinkPage } from './LinkPage.tsx';

/** Where the first owner begins, with the link that the terminal shows. */
export function FirstOwnerPage() {
  return (
    <LinkPage>
      {({ token }) => (
        <>
          <PageTitle title={m.team_first_owner()} about={m.team_first_owner_about()} />
          <JoinForm
            email={undefined}
            button={m.team_first_owner_button()}
            join={async (joining) =>
              await officeApi.post('/v1/links/first-owner', { body: { token, ...joining } })
            }
          />
        </>
      )}
    </LinkPage>
  );
}
