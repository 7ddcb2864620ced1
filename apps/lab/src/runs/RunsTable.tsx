import { Button, Table } from '@mantine/core';
import type { LoadRunSummary } from '@onsale/api-client';
import { showCount, showMs, showRate } from '../data/quantities.ts';
import { toneOf } from '../data/verdict-words.ts';
import { labText } from '../strings.ts';
import { queryOf } from '../use-address.ts';
import styles from './Runs.module.css';

const text = labText.runs;
type Side = 'a' | 'b';

/** A line for each run: a link that opens it, and two buttons that take it to compare. */
export function RunsTable(props: {
  runs: readonly LoadRunSummary[];
  /** The titles of presets by name. */
  titles: ReadonlyMap<string, string>;
  shown: string | undefined;
  chosen: Readonly<Record<Side, string | undefined>>;
  onOpen: (runId: string) => void;
  onChoose: (side: Side, runId: string | undefined) => void;
}) {
  const { runs, titles, shown, chosen, onOpen, onChoose } = props;
  const choice = (side: Side, runId: string) => {
    const isChosen = chosen[side] === runId;
    return (
      <Button
        size="compact-xs"
        variant={isChosen ? 'filled' : 'outline'}
        aria-pressed={isChosen}
        aria-label={text.take[side](runId)}
        onClick={() => onChoose(side, isChosen ? undefined : runId)}
      >
        {text[side]}
      </Button>
    );
  };
  const columns = [
    text.started,
    text.what,
    text.verdict,
    text.p99,
    text.rate,
    text.average,
    text.accepted,
    text.soldOut,
    text.failures,
    text.compare,
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={text.title} tabIndex={0}>
      <Table className={styles.runs ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.runId} data-shown={run.runId === shown || undefined}>
              <Table.Th scope="row">
                <a
                  href={queryOf({ run: run.runId })}
                  title={run.runId}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    onOpen(run.runId);
                  }}
                >
                  {startedAt(run)}
                </a>
              </Table.Th>
              <Table.Td>
                {run.preset === undefined
                  ? labText.controls.profiles[run.profile]
                  : (titles.get(run.preset) ?? run.preset)}
              </Table.Td>
              <Verdict run={run} />
              <Table.Td>{showMs(run.p99Ms)}</Table.Td>
              <Table.Td>{showRate(run.rps)}</Table.Td>
              <Table.Td>{showRate(run.averageRps)}</Table.Td>
              <Table.Td>{showCount(run.accepted)}</Table.Td>
              <Table.Td>{showCount(run.soldOut)}</Table.Td>
              <Table.Td className={run.failure > 0 ? styles.bad : undefined}>
                {showCount(run.failure)}
              </Table.Td>
              <Table.Td>
                <span className={styles.choices}>
                  {choice('a', run.runId)}
                  {choice('b', run.runId)}
                </span>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

// A run that goes on has not passed or failed yet, and so has no colour.
function Verdict({ run }: { run: LoadRunSummary }) {
  const isOver = run.state === 'finished';
  return (
    <Table.Td data-tone={isOver ? toneOf(run.outcome) : 'plain'}>
      {isOver ? labText.verdict.outcomes[run.outcome] : labText.states[run.state]}
    </Table.Td>
  );
}

function startedAt({ startedAt: at }: LoadRunSummary): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? time.toLocaleTimeString('en-GB') : time.toLocaleString('en-GB');
}
