import { Tooltip } from '@mantine/core';
import { isActive } from '../data/load-samples.ts';
import { showCount, showMs, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { useLab, useShownStats, useStoredRun } from '../use-lab.ts';
import styles from './Readouts.module.css';

const text = labText.readouts;
type Name = keyof typeof text.names;

/** The figures of this second; after a run, those of the whole of it. */
export function Readouts() {
  const stats = useShownStats();
  const isStored = useStoredRun() !== undefined;
  const waiting = useLab(({ fleet }) => fleet?.orders.waiting);
  const rates = useLab((state) => state.orderRates);
  const has = stats !== undefined && stats.state !== 'idle';
  const latency = has && isActive(stats) ? stats.latency.second : stats?.latency.run;
  const of = <Value,>(value: Value) => (has ? value : undefined);
  const count = (name: Name, value: number | undefined, isBad = false) => (
    <Readout name={name} value={showCount(value)} isBad={isBad && (value ?? 0) > 0} />
  );
  return (
    <dl className={styles.readouts}>
      <Readout name="sent" value={showRate(of(stats?.achievedRps))} unit={text.perSecond} />
      <Readout name="target" value={showRate(of(stats?.targetRps))} unit={text.perSecond} />
      <Readout name="p50" value={showMs(of(latency?.p50))} unit={text.ms} />
      <Readout name="p99" value={showMs(of(latency?.p99))} unit={text.ms} />
      {count('inFlight', of(stats?.inFlight))}
      {count('dropped', of(stats?.dropped), true)}
      {count('accepted', of(stats?.orders.accepted))}
      {count('soldOut', of(stats?.orders.soldOut))}
      {count('failure', of(stats?.failure), true)}
      {!isStored && (
        <>
          <Readout name="placed" value={showRate(rates.placed)} unit={text.perSecond} />
          <Readout name="confirmed" value={showRate(rates.confirmed)} unit={text.perSecond} />
          {count('backlog', waiting)}
        </>
      )}
    </dl>
  );
}

function Readout(props: { name: Name; value: string; unit?: string; isBad?: boolean }) {
  const { label, meaning } = text.names[props.name];
  return (
    <div className={styles.readout} data-bad={props.isBad || undefined}>
      <dt>
        <Tooltip label={meaning}>
          {/* The words of the field are explained to who points at them, or comes by with the keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <span tabIndex={0} className={styles.word}>
            {label}
          </span>
        </Tooltip>
      </dt>
      <dd>
        {props.value}
        {props.unit !== undefined && <small> {props.unit}</small>}
      </dd>
    </div>
  );
}
