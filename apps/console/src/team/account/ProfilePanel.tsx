import { type Me, officeApi } from '@onsale/api-client';
import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LANGUAGE_NAMES, LANGUAGES, setLanguage } from '../../app/language.ts';
import { useLanguage } from '../../app/use-language.ts';
import { notifyDone } from '../../app/notify.tsx';
import { ME_KEY } from '../../app/query-client.ts';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useEventNames } from '../../orders/use-event-names.ts';
import { wordsOfGrants } from '../words-of-roles.ts';
import { Panel } from './Panel.tsx';

/** What others see of the member, and the language of the console. */
export function ProfilePanel({ me }: { me: Me }) {
  const language = useLanguage();
  const { nameOf } = useEventNames();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name: me.name, language },
    validate: { name: (name) => (name.trim() === '' ? m.app_required() : null) },
  });
  const save = useMutation({
    mutationFn: async (body: typeof form.values) => await officeApi.patch('/v1/me', { body }),
    onSuccess: async (_, values) => {
      await client.invalidateQueries({ queryKey: ME_KEY });
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_saved());
      await setLanguage(values.language);
    },
    onError: (error) => showErrors(form, error),
  });
  return (
    <Panel title={m.team_profile()}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack mt="sm">
          <TextInput label={m.team_name()} autoComplete="name" {...form.getInputProps('name')} />
          <TextInput label={m.team_email()} value={me.email ?? ''} readOnly />
          <Text size="sm">{m.team_your_roles({ roles: wordsOfGrants(me.grants, nameOf) })}</Text>
          <Select
            label={m.app_language()}
            allowDeselect={false}
            data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
            {...form.getInputProps('language')}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {m.app_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
