import { type ApiKey, officeApi } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Button, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { notifyDone } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyView } from '../ui/EmptyView.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { RowList } from '../ui/RowList.tsx';
import { ApiKeyDialog } from './ApiKeyDialog.tsx';
import { notifyRefusal } from './notify-refusal.ts';
import { apiKeysQuery } from './team-queries.ts';
import { wordsOfGrants } from './words-of-roles.ts';

/** What programs use the office with. */
export function ApiKeysPage() {
  return useMayForAll()('team.write') ? <ApiKeys /> : <NotAllowedPage />;
}

function ApiKeys() {
  const keys = useQuery(apiKeysQuery);
  const [isMaking, setIsMaking] = useState(false);
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setIsMaking(true)}>
      {m.team_key_make()}
    </Button>
  );
  return (
    <>
      <PageTitle title={m.app_nav_api_keys()} about={m.team_keys_about()}>
        {keys.data?.items.length === 0 ? null : button}
      </PageTitle>
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyView
              icon={<IconKey />}
              title={m.team_keys_none_title()}
              text={m.team_keys_none_text()}
            >
              {button}
            </EmptyView>
          ) : (
            <KeyList keys={items} />
          )
        }
      </Loaded>
      {isMaking ? <ApiKeyDialog onClose={() => setIsMaking(false)} /> : null}
    </>
  );
}

function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  const { nameOf } = useEventNames();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<ApiKey>();
  const revoke = useMutation({
    mutationFn: async ({ keyId }: ApiKey) =>
      await officeApi.delete('/v1/api-keys/{keyId}', { path: { keyId } }),
    onSuccess: async (_, { name }) => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_key_revoked({ name }));
    },
    onError: notifyRefusal,
    onSettled: () => setLeaving(undefined),
  });
  return (
    <>
      <RowList
        label={m.app_nav_api_keys()}
        rows={keys}
        rowKey={({ keyId }) => keyId}
        columns={[
          { label: m.team_name(), isHeadline: true, render: ({ name }) => name },
          { label: m.team_roles(), render: ({ grants }) => wordsOfGrants(grants, nameOf) },
          {
            label: m.team_last_used(),
            render: ({ lastUsedAt }) =>
              lastUsedAt === undefined ? m.team_never() : formatMinute(lastUsedAt),
          },
          {
            label: m.team_valid_until(),
            render: ({ expiresAt }) =>
              expiresAt === undefined ? m.team_for_ever() : formatMinute(expiresAt),
          },
          { label: m.team_made_by(), isOptional: true, render: ({ createdBy }) => createdBy },
          {
            label: '',
            render: (key) => (
              <Button
                size="compact-sm"
                variant="subtle"
                color="bad"
                aria-label={m.team_key_revoke_of({ name: key.name })}
                onClick={() => setLeaving(key)}
              >
                {m.team_key_revoke()}
              </Button>
            ),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={leaving !== undefined}
        isDangerous
        title={m.team_key_revoke_of({ name: leaving?.name ?? '' })}
        confirm={m.team_key_revoke()}
        cancel={m.app_cancel()}
        close={m.app_close()}
        isBusy={revoke.isPending}
        onConfirm={() => {
          if (leaving !== undefined) revoke.mutate(leaving);
        }}
        onClose={() => setLeaving(undefined)}
      >
        <Text size="sm">{m.team_key_revoke_about()}</Text>
      </ConfirmDialog>
    </>
  );
}
