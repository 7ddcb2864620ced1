import type { CrowdStats } from '@onsale/api-client';
import { showCount, showMs } from '../data/quantities.ts';
import styles from './Crowd.module.css';
import readouts from '../run/Readouts.module.css';
import { labText } from '../strings.ts';

const text = labText.crowd;
const PLACES = ['arrived', 'waiting', 'turns', 'served', 'told', 'left'] as const;

/** Where people are by now, what cheats got, and how long it took. */
export function CrowdFigures({ stats }: { stats: CrowdStats }) {
  const { people, cheats, toTurn, toSettled, lag } = stats;
  return (
    <dl className={styles.figures}>
      {PLACES.map((name) => (
        <Figure key={name} name={name} value={showCount(people[name])} />
      ))}
      <Figure name="refused" value={showCount(cheats.refused)} />
      <Figure name="sold" value={showCount(cheats.sold)} isBad={cheats.sold > 0} />
      <Figure name="toTurn" value={showMs(toTurn.p50)} unit={text.ms} />
      <Figure name="toSettled" value={showMs(toSettled.p99)} unit={text.ms} />
      <Figure name="lag" value={showMs(lag.p99)} unit={text.ms} />
    </dl>
  );
}

function Figure(props: {
  name: keyof typeof text.figures;
  value: string;
  unit?: string;
  isBad?: boolean;
}) {
  return (
    <div className={readouts.readout} data-bad={props.isBad || undefined}>
      <dt>{text.figures[props.name]}</dt>
      <dd>
        {props.value}
        {props.unit !== undefined && <small> {props.unit}</small>}
      </dd>
    </div>
  );
}
