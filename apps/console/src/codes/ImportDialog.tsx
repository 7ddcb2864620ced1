import {
  Alert,
  Button,
  Checkbox,
  FileInput,
  Group,
  List,
  Modal,
  Progress,
  Stack,
  Text,
} from '@mantine/core';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { CODES_KEY, importCodes, type ImportReport } from './codes-queries.ts';

/** Problems that are shown; the others are counted. */
const SHOWN = 20;

/** Makes codes from the lines of a file, and says what has become of each. */
export function ImportDialog({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [replaces, setReplaces] = useState(false);
  const [done, setDone] = useState(0);
  const read = useMutation({
    mutationFn: async () => {
      const text = (await file?.text()) ?? '';
      return await importCodes(eventId, { text, replace: replaces }, (lines, of) =>
        setDone(of === 0 ? 100 : (lines / of) * 100),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: CODES_KEY }),
    onError: notifyFailure,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.codes_import()}
      closeOnClickOutside={!read.isPending}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <Stack>
        <Text size="sm">{m.codes_import_text()}</Text>
        <FileInput label={m.codes_file()} accept=".csv,text/csv" value={file} onChange={setFile} />
        <Checkbox
          label={m.codes_replace()}
          checked={replaces}
          onChange={({ currentTarget }) => setReplaces(currentTarget.checked)}
        />
        {read.isPending ? <Progress value={done} aria-label={m.codes_importing()} /> : null}
        {read.data === undefined ? null : <Report report={read.data} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {m.app_close()}
          </Button>
          <Button disabled={file === null} loading={read.isPending} onClick={() => read.mutate()}>
            {m.codes_import()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Report({ report: { made, changed, unchanged, problems } }: { report: ImportReport }) {
  return (
    <Alert
      role="status"
      color={problems.length === 0 ? 'good' : 'warn'}
      title={m.codes_imported({
        made: formatCount(made),
        changed: formatCount(changed),
        unchanged: formatCount(unchanged),
      })}
    >
      {problems.length === 0 ? null : (
        <>
          <Text size="sm">{m.codes_not_taken({ count: problems.length })}</Text>
          <List size="sm">
            {problems.slice(0, SHOWN).map(({ line, message }) => (
              <List.Item key={line}>{m.codes_problem({ line, message })}</List.Item>
            ))}
          </List>
        </>
      )}
    </Alert>
  );
}
