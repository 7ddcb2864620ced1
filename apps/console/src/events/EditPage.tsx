import { Alert, Anchor, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { OfficeEvent } from '@onsale/api-client';
import { formatMoment } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { TellBuyersDialog } from '../messages/TellBuyersDialog.tsx';
import { ConflictPanel } from './conflict/ConflictPanel.tsx';
import { EditorSections } from './edit/EditorSections.tsx';
import { LeaveDialog } from './edit/LeaveDialog.tsx';
import { ProblemList } from './edit/ProblemList.tsx';
import { SaveBar } from './edit/SaveBar.tsx';
import { useEditor } from './edit/use-editor.ts';
import classes from './EditPage.module.css';
import { eventQuery, sellerQuery } from './event-queries.ts';
import { PreviewPanel } from './preview/PreviewPanel.tsx';

const route = getRouteApi('/signed-in/events/$eventId');

/** `/events/:eventId/edit`: everything that an event says, beside what buyers will see of it. */
export function EditPage() {
  const { eventId } = route.useParams();
  const query = useQuery(eventQuery(eventId));
  const mayEdit = useMay()('events.write', eventId);
  if (!mayEdit) return <NotAllowedPage />;
  return (
    <Loaded query={query}>
      {(event) =>
        /^(cancelled|archived)$/.test(event.status) ? (
          <Alert color="gray">{m.events_not_editable()}</Alert>
        ) : (
          <Editor key={eventId} saved={event} />
        )
      }
    </Loaded>
  );
}

const NOBODY = { name: '', revision: 0 };

function Editor({ saved }: { saved: OfficeEvent }) {
  const editor = useEditor(saved);
  const { form, event, isChanged, meanwhile, kept } = editor;
  const mayTell = useMay()('messages.send', saved.eventId);
  const { data: seller = NOBODY } = useQuery(sellerQuery);
  const left = useMemo(
    () => new Map(saved.tickets.map(({ id, remaining }) => [id, remaining])),
    [saved.tickets],
  );
  const isWide = useMediaQuery('(min-width: 75em)', undefined, { getInitialValueInEffect: false });
  const [mode, setMode] = useState<'form' | 'preview'>('form');
  return (
    <>
      {isWide ? null : (
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label={m.events_mode()}
          data={[
            { value: 'form', label: m.events_mode_form() },
            { value: 'preview', label: m.events_mode_preview() },
          ]}
          value={mode}
          onChange={(value) => setMode(value)}
        />
      )}
      <div className={classes.columns}>
        <form
          noValidate
          hidden={!isWide && mode === 'preview'}
          onSubmit={(submit) => {
            submit.preventDefault();
            editor.save();
          }}
        >
          <Stack>
            {kept === undefined || !isChanged ? null : (
              <Alert color="gray">
                <Text size="sm">
                  {m.events_kept({ when: formatMoment(new Date(kept.atMs).toISOString()) })}
                </Text>
                <Anchor component="button" type="button" size="sm" onClick={editor.discard}>
                  {m.events_kept_discard()}
                </Anchor>
              </Alert>
            )}
            {meanwhile === undefined ? null : (
              <ConflictPanel
                merged={meanwhile.merged}
                theirs={meanwhile.theirs}
                isTheirs={(conflict) => meanwhile.chosen.includes(conflict)}
                onChoose={editor.choose}
              />
            )}
            <EditorSections form={form} />
            <ProblemList form={form} />
          </Stack>
          {/* Enter in a field saves, as in any form. */}
          <button type="submit" hidden>
            {m.events_save()}
          </button>
        </form>
        {isWide || mode === 'preview' ? (
          <div className={classes.preview}>
            <PreviewPanel draft={event} seller={seller} left={left} />
          </div>
        ) : null}
      </div>
      <SaveBar
        isChanged={isChanged}
        isSaving={editor.isSaving}
        onSave={editor.save}
        onDiscard={editor.discard}
      />
      <LeaveDialog isChanged={isChanged} />
      {editor.untold === undefined || !mayTell ? null : (
        <TellBuyersDialog
          eventId={saved.eventId}
          sinceRevision={editor.untold}
          timeZone={saved.event.timeZone}
          onClose={editor.forgetUntold}
        />
      )}
    </>
  );
}
