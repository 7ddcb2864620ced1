import { Group, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { MailsList } from './MailsList.tsx';
import { given, KINDS, type MailsSearch, STATES } from './mails-search.ts';
import { MailsTabs } from './MailsTabs.tsx';
import { wordsOfKind, wordsOfState } from './words-of-mail.ts';

const route = getRouteApi('/signed-in/mails');

/** `/mails`: what was mailed to whom, and what has become of it. */
export function MailsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { events, nameOf } = useEventNames();
  if (!useMay()('orders.read')) return <NotAllowedPage />;
  const show = (changed: { [Name in keyof MailsSearch]?: MailsSearch[Name] | undefined }) =>
    void navigate({ search: given<MailsSearch>({ ...search, ...changed }), replace: true });
  return (
    <>
      <MailsTabs />
      <search>
        <Group gap="sm" mb="md">
          <Select
            label={m.mails_event()}
            placeholder={m.mails_event_all()}
            data={events.map(({ eventId, name }) => ({ value: eventId, label: name }))}
            value={search.eventId ?? null}
            clearable
            searchable
            onChange={(eventId) => show({ eventId: eventId ?? undefined })}
          />
          <Select
            label={m.mails_kind()}
            placeholder={m.mails_kind_all()}
            data={KINDS.map((value) => ({ value, label: wordsOfKind(value) }))}
            value={search.kind ?? null}
            clearable
            onChange={(kind) => show({ kind: kind ?? undefined })}
          />
          <Select
            label={m.mails_state()}
            placeholder={m.mails_state_all()}
            data={STATES.map((value) => ({ value, label: wordsOfState(value) }))}
            value={search.state ?? null}
            clearable
            onChange={(state) => show({ state: state ?? undefined })}
          />
        </Group>
      </search>
      <MailsList filter={search} nameOfEvent={nameOf} />
    </>
  );
}
