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
import {
  importFile,
  type ImportReport,
  lineOf,
  NOTHING_READ,
  problemsByLine,
  readCodesFile,
} from '@onsale/codes/import-file';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsOfFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { CODES_KEY, importCodes } from './codes-queries.ts';
import { inOurWords, wordsOfLine } from './words-of-problem.ts';

/** Lines that are shown; the others are counted. */
const SHOWN = 20;

/** Makes codes from the lines of a file, and says what has become of each. */
export function ImportDialog({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [replaces, setReplaces] = useState(false);
  const [percent, setPercent] = useState(0);
  const [report, setReport] = useState<ImportReport>();
  const read = useMutation({
    mutationFn: async (begun: ImportReport) => {
      const bytes = (await file?.arrayBuffer()) ?? new ArrayBuffer(0);
      return await importFile(readCodesFile(bytes), {
        report: begun,
        send: (part) => importCodes(eventId, { ...part, replace: replaces }),
        onProgress: (done, of) => setPercent(of === 0 ? 100 : (done / of) * 100),
      });
    },
    onSuccess: setReport,
    onError: (failure) => setReport({ ...NOTHING_READ, failure }),
    onSettled: () => client.invalidateQueries({ queryKey: CODES_KEY }),
  });
  const begin = (begun: ImportReport) => {
    setReport(undefined);
    read.mutate(begun);
  };
  return (
    <Modal
      opened
      size="lg"
      // What is under way would end unseen.
      onClose={() => (read.isPending ? undefined : onClose())}
      title={m.codes_import()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <Stack>
        <Text size="sm">{m.codes_import_text()}</Text>
        <FileInput
          label={m.codes_file()}
          accept=".csv,text/csv"
          value={file}
          disabled={read.isPending}
          onChange={(chosen) => {
            setFile(chosen);
            setReport(undefined);
          }}
        />
        <Checkbox
          label={m.codes_replace()}
          checked={replaces}
          disabled={read.isPending}
          onChange={({ currentTarget }) => setReplaces(currentTarget.checked)}
        />
        {read.isPending ? <Progress value={percent} aria-label={m.codes_importing()} /> : null}
        {report === undefined ? null : <Report report={report} onGoOn={() => begin(report)} />}
        <Group justify="flex-end">
          <Button variant="default" disabled={read.isPending} onClick={onClose}>
            {m.app_close()}
          </Button>
          <Button
            disabled={file === null}
            loading={read.isPending}
            onClick={() => begin(NOTHING_READ)}
          >
            {m.codes_import()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Report({ report, onGoOn }: { report: ImportReport; onGoOn: () => void }) {
  const { made, changed, unchanged, done, failure } = report;
  const lines = problemsByLine(report.problems);
  const isFailed = failure !== undefined;
  const line = formatCount(lineOf(done));
  const reason = isFailed ? wordsOfFailure(inOurWords(failure)) : '';
  // A file that can't be read as a whole.
  if (isFailed && done === 0) {
    return (
      <Alert role="alert" color="bad" title={m.app_failed()}>
        {reason}
      </Alert>
    );
  }
  return (
    <>
      <Alert
        role="status"
        color={lines.length === 0 ? 'good' : 'warn'}
        title={m.codes_imported({
          made: formatCount(made),
          changed: formatCount(changed),
          unchanged: formatCount(unchanged),
        })}
      >
        {lines.length === 0 ? null : (
          <>
            <Text size="sm">{m.codes_not_taken({ count: formatCount(lines.length) })}</Text>
            <List size="sm">
              {lines.slice(0, SHOWN).map((each) => (
                <List.Item key={each.line}>
                  {m.codes_line({
                    line: formatCount(each.line),
                    problems: wordsOfLine(each.problems),
                  })}
                </List.Item>
              ))}
            </List>
            {lines.length <= SHOWN ? null : (
              <Text size="sm">
                {m.codes_more_lines({ count: formatCount(lines.length - SHOWN) })}
              </Text>
            )}
          </>
        )}
      </Alert>
      {isFailed ? (
        <Alert role="alert" color="bad" title={m.codes_stopped({ line })}>
          <Text size="sm">{m.codes_stopped_text({ reason })}</Text>
          <Button mt="xs" size="compact-sm" variant="default" onClick={onGoOn}>
            {m.codes_go_on({ line })}
          </Button>
        </Alert>
      ) : null}
    </>
  );
}
