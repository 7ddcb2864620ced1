import type { Message } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { Alert, Box, Button, Group, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { useMe } from '../app/use-me.ts';
import { eventQuery } from '../events/event-queries.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Panel } from '../ui/Panel.tsx';
import { AudienceFields } from './AudienceFields.tsx';
import { MessagePreview } from './MessagePreview.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import { TextFields } from './TextFields.tsx';
import { useMessageEditor } from './use-message-editor.ts';

type Dialog = 'schedule' | 'delete';

/** A draft: to whom it goes, what it says, and what can be done with it. */
export function MessageEditor({ eventId, message }: { eventId: string; message?: Message }) {
  const event = useQuery(eventQuery(eventId)).data?.event;
  return event === undefined ? null : <Editor event={event} message={message} />;
}

function Editor({ event, message }: { event: EventInput; message: Message | undefined }) {
  const editor = useMessageEditor(event.id, message);
  const [dialog, setDialog] = useState<Dialog>();
  const email = useMe()?.email;
  const { form, isBusy } = editor;
  const close = () => setDialog(undefined);
  return (
    <>
      <TextLink to="/events/$eventId/messages" params={{ eventId: event.id }} size="sm">
        {m.messages_all()}
      </TextLink>
      <Box h="sm" />
      {editor.isChangedMeanwhile ? <ChangedMeanwhile editor={editor} /> : null}
      <SimpleGrid
        cols={{ base: 1, md: 2 }}
        spacing="md"
        verticalSpacing={0}
        style={{ alignItems: 'start' }}
      >
        <form
          noValidate
          onSubmit={(submitted) => {
            submitted.preventDefault();
            editor.run('save');
          }}
        >
          <Panel title={m.messages_audience()}>
            <AudienceFields form={form} tickets={event.tickets} />
          </Panel>
          <Panel title={m.messages_text()}>
            <TextFields form={form} />
          </Panel>
          <Group gap="sm" mb="xs">
            <Button
              loading={isBusy}
              onClick={() => {
                if (!form.validate().hasErrors) setDialog('schedule');
              }}
            >
              {m.messages_send_do()}
            </Button>
            <Button type="submit" variant="default" loading={isBusy}>
              {m.messages_save()}
            </Button>
            <Button variant="default" loading={isBusy} onClick={() => editor.run('test')}>
              {m.messages_test()}
            </Button>
            {message === undefined ? null : (
              <Button
                variant="subtle"
                color="bad"
                disabled={isBusy}
                onClick={() => setDialog('delete')}
              >
                {m.messages_delete()}
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed" mb="md">
            {m.messages_test_hint({ email: email ?? '' })}
          </Text>
        </form>
        <MessagePreview eventId={event.id} form={form.values} />
      </SimpleGrid>
      {dialog === 'schedule' ? (
        <ScheduleDialog
          event={event}
          form={form.values}
          isBusy={isBusy}
          onSchedule={(sendAt) => {
            close();
            editor.schedule(sendAt);
          }}
          onClose={close}
        />
      ) : null}
      <ConfirmDialog
        isDangerous
        isOpen={dialog === 'delete'}
        title={m.messages_delete_title()}
        confirm={m.messages_delete()}
        cancel={m.app_cancel()}
        close={m.app_close()}
        isBusy={isBusy}
        onConfirm={editor.remove}
        onClose={close}
      >
        {m.messages_delete_text()}
      </ConfirmDialog>
    </>
  );
}

function ChangedMeanwhile({ editor }: { editor: ReturnType<typeof useMessageEditor> }) {
  return (
    <Alert color="warn" variant="light" role="alert" mb="md">
      <Text size="sm">{m.messages_changed_meanwhile()}</Text>
      <Group gap="sm" mt="xs">
        <Button size="compact-sm" variant="outline" onClick={editor.takeTheirs}>
          {m.messages_take_theirs()}
        </Button>
        <Button size="compact-sm" variant="outline" onClick={editor.keepMine}>
          {m.messages_keep_mine()}
        </Button>
      </Group>
    </Alert>
  );
}
