import type { CrowdStats } from '@onsale/api-client';
import { Chart } from '../charts/Chart.tsx';
import { crowdFormOf } from '../data/crowd-form.ts';
import { showCount } from '../data/quantities.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { PEOPLE } from './crowd-chart.ts';
import styles from './Crowd.module.css';
import { CrowdFigures } from './CrowdFigures.tsx';
import { CrowdForm } from './CrowdForm.tsx';
import { CrowdTables } from './CrowdTables.tsx';
import { useCrowd } from './use-crowd.ts';

const text = labText.crowd;

/** A crowd of people who wait: chosen, started, watched, judged. */
export function CrowdPanel() {
  const crowd = useCrowd();
  const { stats, feed } = crowd;
  if (stats === undefined) return null;
  return (
    <Panel title={text.title} note={text.note}>
      <div className={styles.crowd}>
        <CrowdForm crowd={crowd} config={crowdFormOf(stats.config)} />
        <div className={styles.shown}>
          <output className={styles.state}>{sentenceOf(stats)}</output>
          {stats.state !== 'idle' && (
            <>
              <CrowdFigures stats={stats} />
              <Chart kind={PEOPLE} content={feed.content} subscribe={feed.subscribe} />
            </>
          )}
        </div>
        {stats.state !== 'idle' && <CrowdTables stats={stats} />}
      </div>
    </Panel>
  );
}

function sentenceOf({ state, config, line }: CrowdStats): string {
  if (state === 'idle') return text.states.idle;
  const came = text.states[state](showCount(config.people), config.event);
  return line === undefined ? came : `${came} ${text.left(showCount(line.remaining))}`;
}
