import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconDownload, IconPlus, IconTicket, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useLanguage } from '../app/use-language.ts';
import { useMay } from '../app/use-me.ts';
import { eventQuery } from '../events/event-queries.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { CodeList } from './CodeList.tsx';
import { codesFileUrl, type CodeFilter, codesQuery } from './codes-queries.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { MakeCodesDialog } from './MakeCodesDialog.tsx';
import { CODE_STATES, type CodesEvent, wordsOfState } from './words-of-code.ts';

const route = getRouteApi('/signed-in/events/$eventId/codes');

/** `/events/:eventId/codes`: who may buy what others can't, or pays less. */
export function CodesPage() {
  const { eventId } = route.useParams();
  const event = useQuery(eventQuery(eventId));
  if (!useMay()('events.write', eventId)) return <NotAllowedPage />;
  return <Loaded query={event}>{({ event: of }) => <Codes eventId={eventId} event={of} />}</Loaded>;
}

function Codes({ eventId, event }: { eventId: string; event: CodesEvent }) {
  const [filter, setFilter] = useState<CodeFilter>({});
  const [dialog, setDialog] = useState<'make' | 'import'>();
  const codes = useInfiniteQuery(codesQuery(eventId, filter));
  const language = useLanguage();
  const isFiltered = filter.q !== undefined || filter.state !== undefined;
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setDialog('make')}>
      {m.codes_make()}
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">{m.codes_about()}</Text>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconUpload size={18} aria-hidden />}
            onClick={() => setDialog('import')}
          >
            {m.codes_import()}
          </Button>
          <Button
            component="a"
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            href={codesFileUrl(eventId, filter, language)}
            download
          >
            {isFiltered ? m.codes_export_found() : m.codes_export()}
          </Button>
          {make}
        </Group>
      </Group>
      <Group component="search" align="end">
        <SearchField
          label={m.codes_search()}
          placeholder={m.codes_search()}
          clear={m.codes_search_clear()}
          value=""
          onSearch={(q) =>
            setFilter(({ state }) => ({
              ...(q === '' ? {} : { q }),
              ...(state === undefined ? {} : { state }),
            }))
          }
        />
        <Select
          aria-label={m.codes_state()}
          placeholder={m.codes_state_all()}
          data={CODE_STATES.map((value) => ({ value, label: wordsOfState(value) }))}
          value={filter.state ?? null}
          clearable
          onChange={(state) =>
            setFilter(({ q }) => ({
              ...(q === undefined ? {} : { q }),
              ...(state === null ? {} : { state }),
            }))
          }
        />
      </Group>
      <LoadedPages
        query={codes}
        empty={
          isFiltered ? (
            <Text>{m.codes_none_found()}</Text>
          ) : (
            <EmptyView
              icon={<IconTicket size={32} aria-hidden />}
              title={m.codes_none()}
              text={m.codes_none_text()}
            >
              {make}
            </EmptyView>
          )
        }
      >
        {(items) => <CodeList eventId={eventId} event={event} codes={items} />}
      </LoadedPages>
      {dialog === 'make' ? (
        <MakeCodesDialog {...{ eventId, event }} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === 'import' ? (
        <ImportDialog eventId={eventId} onClose={() => setDialog(undefined)} />
      ) : null}
    </Stack>
  );
}
