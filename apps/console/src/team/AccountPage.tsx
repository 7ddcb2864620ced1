import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { PasskeysPanel } from './account/PasskeysPanel.tsx';
import { PasswordPanel } from './account/PasswordPanel.tsx';
import { ProfilePanel } from './account/ProfilePanel.tsx';
import { SessionsPanel } from './account/SessionsPanel.tsx';
import { TwoFactorPanel } from './account/TwoFactorPanel.tsx';
import { accountQuery } from './team-queries.ts';

/** What concerns the member alone: name, password, passkeys, second factor, where they are signed in. */
export function AccountPage() {
  const account = useQuery(accountQuery);
  return (
    <>
      <PageTitle title={m.app_account()} />
      <Loaded query={account}>
        {(me) => (
          <Stack gap="lg" maw={640}>
            <ProfilePanel me={me} />
            <PasskeysPanel />
            <TwoFactorPanel isOn={me.twoFactor === true} />
            <PasswordPanel />
            <SessionsPanel />
          </Stack>
        )}
      </Loaded>
    </>
  );
}
