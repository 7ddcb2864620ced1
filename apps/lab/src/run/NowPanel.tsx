import { Alert } from '@mantine/core';
import { TruthBar } from '../books/TruthBar.tsx';
import { isActive } from '../data/load-samples.ts';
import { showMs, showShare } from '../data/quantities.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useLab, useShownStats, useStoredRun } from '../use-lab.ts';
import { OutcomeStamp } from '../verdict/VerdictPanel.tsx';
import { Goods } from './Goods.tsx';
import styles from './NowPanel.module.css';
import { Readouts } from './Readouts.tsx';

const text = labText.now;

/** What happens at this moment, or has happened in the run that is shown. */
export function NowPanel() {
  const stats = useShownStats();
  const stored = useStoredRun();
  const active = useLab((state) => state.stats !== undefined && isActive(state.stats));
  const hasRun = stats !== undefined && stats.state !== 'idle';
  return (
    <Panel
      title={stored === undefined ? text.title : text.storedTitle}
      note={stats === undefined ? undefined : text.target(stats.target)}
      actions={hasRun && <OutcomeStamp stats={stats} />}
    >
      <div className={styles.now}>
        {stored === undefined && <BlindNote />}
        <Readouts />
        {stored === undefined && (
          <>
            <Goods active={active} />
            <TruthBar />
          </>
        )}
      </div>
    </Panel>
  );
}

/** Says it when latency is broken and the CPU, by which processes are started, does not show it. */
function BlindNote() {
  const blind = useLab((state) => state.blind);
  return (
    <output className={styles.note}>
      {blind !== undefined && (
        <Alert className={styles.blind ?? ''} title={text.blindTitle}>
          {text.blind({
            p99: showMs(blind.p99Ms),
            service: blind.service,
            cpu: showShare(Math.round(blind.cpuShare * 100) / 100),
            target: showShare(blind.target),
          })}
        </Alert>
      )}
    </output>
  );
}
