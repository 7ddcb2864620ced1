import { isActive } from './data/load-samples.ts';
import { showCount, showMs, showRate, showShort } from './data/quantities.ts';
import styles from './Readouts.module.css';
import { labText } from './strings.ts';
import { useLab } from './use-lab.ts';

const text = labText.readouts;

/** The figures of this second; after a run, those of the whole of it. */
export function Readouts() {
  const stats = useLab((state) => state.stats);
  const fleet = useLab((state) => state.fleet);
  const rates = useLab((state) => state.orderRates);
  const has = stats !== undefined && stats.state !== 'idle';
  const latency = has && isActive(stats) ? stats.latency.second : stats?.latency.run;
  const of = <Value,>(value: Value) => (has ? value : undefined);
  return (
    <dl className={styles.readouts}>
      <Readout
        large
        label={text.sent}
        value={showRate(of(stats?.achievedRps))}
        unit={text.perSecond}
      />
      <Readout label={text.target} value={showRate(of(stats?.targetRps))} unit={text.perSecond} />
      <Readout large label={text.p99} value={showMs(of(latency?.p99))} unit={text.ms} />
      <Readout label={text.p50} value={showMs(of(latency?.p50))} unit={text.ms} />
      <Readout label={text.success} value={showShort(of(stats?.success))} />
      <Readout
        label={text.failure}
        value={showCount(of(stats?.failure))}
        isBad={(of(stats?.failure) ?? 0) > 0}
      />
      <Readout
        label={text.dropped}
        value={showCount(of(stats?.dropped))}
        isBad={(of(stats?.dropped) ?? 0) > 0}
      />
      <Readout label={text.inFlight} value={showCount(of(stats?.inFlight))} />
      <Readout label={text.placed} value={showRate(rates.placed)} unit={text.perSecond} />
      <Readout label={text.confirmed} value={showRate(rates.confirmed)} unit={text.perSecond} />
      <Readout label={text.rejected} value={showRate(rates.rejected)} unit={text.perSecond} />
      <Readout label={text.waiting} value={showCount(fleet?.orders.waiting)} />
    </dl>
  );
}

function Readout(props: {
  label: string;
  value: string;
  unit?: string;
  large?: boolean;
  isBad?: boolean;
}) {
  return (
    <div className={styles.readout} data-large={props.large} data-bad={props.isBad || undefined}>
      <dt>{props.label}</dt>
      <dd>
        {props.value}
        {props.unit !== undefined && <small> {props.unit}</small>}
      </dd>
    </div>
  );
}
