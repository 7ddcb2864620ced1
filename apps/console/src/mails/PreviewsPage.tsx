import type { BuyerMailKind } from '@onsale/contracts';
import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import classes from './MailFrame.module.css';
import { MailFrame } from './MailFrame.tsx';
import { previewQuery } from './mails-queries.ts';
import {
  BUYER_KINDS,
  isOneOf,
  LANGUAGES,
  type PreviewLanguage,
  type PreviewSearch,
} from './mails-search.ts';
import { MailsTabs } from './MailsTabs.tsx';
import { LANGUAGE_NAMES, wordsOfKind } from './words-of-mail.ts';

const route = getRouteApi('/signed-in/mails/previews');

/** `/mails/previews`: how each mail about an event reads. */
export function PreviewsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { events } = useEventNames();
  if (!useMay()('events.read')) return <NotAllowedPage />;
  const { eventId = events[0]?.eventId, kind = 'confirmed', language = 'en' } = search;
  const show = (changed: PreviewSearch) =>
    void navigate({ search: { ...search, ...changed }, replace: true });
  return (
    <>
      <MailsTabs />
      <Text c="dimmed" mb="md">
        {m.mails_previews_about()}
      </Text>
      <Group gap="sm" mb="md" align="flex-end">
        <Select
          label={m.mails_event()}
          data={events.map((event) => ({ value: event.eventId, label: event.name }))}
          value={eventId ?? null}
          searchable
          allowDeselect={false}
          onChange={(chosen) => {
            if (chosen !== null) show({ eventId: chosen });
          }}
        />
        <Select
          label={m.mails_kind()}
          data={BUYER_KINDS.map((value) => ({ value, label: wordsOfKind(value) }))}
          value={kind}
          allowDeselect={false}
          onChange={(chosen) => {
            if (chosen !== null) show({ kind: chosen });
          }}
        />
        <SegmentedControl
          aria-label={m.app_language()}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(chosen) => {
            if (isOneOf(LANGUAGES, chosen)) show({ language: chosen });
          }}
        />
      </Group>
      {eventId === undefined ? (
        <EmptyView
          icon={<IconMail />}
          title={m.mails_no_event_title()}
          text={m.mails_no_event_text()}
        />
      ) : (
        <Preview {...{ eventId, kind, language }} />
      )}
    </>
  );
}

type View = 'phone' | 'desktop' | 'text';

function Preview({
  eventId,
  kind,
  language,
}: {
  eventId: string;
  kind: BuyerMailKind;
  language: PreviewLanguage;
}) {
  const [view, setView] = useState<View>('phone');
  const preview = useQuery(previewQuery(eventId, kind, language));
  const path = `/v1/events/${encodeURIComponent(eventId)}/mails/preview/${kind}/page`;
  return (
    <Loaded query={preview}>
      {({ subject, text }) => (
        <Stack gap="sm">
          <Group justify="space-between" gap="sm">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {m.mails_subject({ subject })}
            </Text>
            <SegmentedControl
              aria-label={m.mails_view()}
              data={[
                { value: 'phone', label: m.mails_view_phone() },
                { value: 'desktop', label: m.mails_view_desktop() },
                { value: 'text', label: m.mails_text() },
              ]}
              value={view}
              onChange={setView}
            />
          </Group>
          {view === 'text' ? (
            <Text component="pre" className={classes.text} dir="auto">
              {text}
            </Text>
          ) : (
            <MailFrame page={`${path}?language=${language}`} title={subject} width={view} />
          )}
        </Stack>
      )}
    </Loaded>
  );
}
