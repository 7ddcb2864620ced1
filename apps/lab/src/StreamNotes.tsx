import { useEffect, useState } from 'react';
import type { StreamState } from '@onsale/api-client';
import { labText } from './strings.ts';
import styles from './StreamNotes.module.css';
import { useLab } from './use-lab.ts';

const text = labText.streams;

/** Says in words which of the two streams is not heard, and when it is tried again. */
export function StreamNotes() {
  const load = useLab((state) => state.loadStream);
  const fleet = useLab((state) => state.fleetStream);
  return (
    <output>
      {load.phase === 'interrupted' && (
        <StreamNote name={text.load} state={load} meaning={text.unreachableLoad} />
      )}
      {fleet.phase === 'interrupted' && (
        <StreamNote name={text.fleet} state={fleet} meaning={text.unreachableFleet} />
      )}
    </output>
  );
}

function StreamNote(props: {
  name: string;
  state: Extract<StreamState, { phase: 'interrupted' }>;
  meaning: string;
}) {
  const { name, state, meaning } = props;
  const nowMs = useNow();
  const agoS = Math.max(0, Math.round((nowMs - state.sinceMs) / 1000));
  const nextS = Math.max(0, Math.ceil((state.nextAtMs - nowMs) / 1000));
  return (
    <span className={styles.note}>
      <b>
        {/* A screen reader hears that it is interrupted, not every second of it. */}
        <span aria-hidden="true">{text.interrupted(name, agoS, nextS)}</span>
        <span className="unseen">{text.spoken(name)}</span>
      </b>{' '}
      {meaning}
    </span>
  );
}

function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
