import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { runsQuery } from '../data/lab-api.ts';
import { labText } from '../strings.ts';
import { Panel } from '../Panel.tsx';
import { useLab } from '../use-lab.ts';
import { RunComparison } from './RunComparison.tsx';
import styles from './RunsPanel.module.css';
import { RunsTable } from './RunsTable.tsx';

const text = labText.runs;

/** The runs that the generator still knows, and two of them laid over each other. */
export function RunsPanel() {
  const runId = useLab((state) => state.run?.runId);
  const isOver = useLab((state) => state.run === undefined || state.run.endS !== undefined);
  const [a, setA] = useState<string>();
  const [b, setB] = useState<string>();
  const runs = useQuery({
    ...runsQuery({ runId, isOver }),
    placeholderData: keepPreviousData,
  });
  const list = runs.data ?? [];
  return (
    <Panel title={text.title} note={list.length > 1 ? text.hint : undefined}>
      {list.length === 0 ? (
        <p className={styles.none}>{runs.isError ? text.unreachable : text.none}</p>
      ) : (
        <RunsTable runs={list} a={a} b={b} onChooseA={setA} onChooseB={setB} />
      )}
      {a !== undefined && b !== undefined && a !== b && (
        <RunComparison
          a={a}
          b={b}
          onClose={() => {
            setA(undefined);
            setB(undefined);
          }}
        />
      )}
    </Panel>
  );
}
