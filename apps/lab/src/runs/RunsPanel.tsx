import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { presetsQuery, runsQuery } from '../data/lab-api.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useAddress } from '../use-address.ts';
import { useLab } from '../use-lab.ts';
import { RunComparison } from './RunComparison.tsx';
import styles from './Runs.module.css';
import { RunsTable } from './RunsTable.tsx';

const text = labText.runs;
const SHOWN_AT_FIRST = 10;

/** The runs that the generator keeps, and two of them laid over each other. */
export function RunsPanel() {
  const runId = useLab((state) => state.run?.runId);
  const isOver = useLab((state) => state.run === undefined || state.run.endS !== undefined);
  const [address, changeAddress] = useAddress();
  const [isWhole, setIsWhole] = useState(false);
  const runs = useQuery({
    ...runsQuery({ runId, isOver }),
    placeholderData: keepPreviousData,
  });
  const presets = useQuery(presetsQuery).data ?? [];
  const list = runs.data ?? [];
  const { a, b } = address;
  return (
    <Panel title={text.title} note={list.length > 1 ? text.hint : undefined}>
      {list.length === 0 ? (
        <p className={styles.words}>{runs.isError ? text.unreachable : text.none}</p>
      ) : (
        <RunsTable
          runs={isWhole ? list : list.slice(0, SHOWN_AT_FIRST)}
          titles={new Map(presets.map(({ name, title }) => [name, title]))}
          shown={address.run}
          chosen={{ a, b }}
          onOpen={(run) => {
            changeAddress({ run });
            window.scrollTo(0, 0);
          }}
          onChoose={(side, run) => changeAddress({ [side]: run })}
        />
      )}
      {!isWhole && list.length > SHOWN_AT_FIRST && (
        <Button
          className={styles.more ?? ''}
          variant="subtle"
          size="compact-sm"
          onClick={() => setIsWhole(true)}
        >
          {text.all(list.length)}
        </Button>
      )}
      {a !== undefined && b !== undefined && a !== b && (
        <RunComparison a={a} b={b} onClose={() => changeAddress({ a: undefined, b: undefined })} />
      )}
    </Panel>
  );
}
