import type { Tile } from '../data/fleet-tiles.ts';
import { showAge, showMegabytes, showRate, showShare } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { KillButton } from './KillButton.tsx';
import { Sparkline } from './Sparkline.tsx';
import styles from './TileView.module.css';

const text = labText.fleet;

/** One process: how old it is, what it takes, what it does. */
export function TileView(props: { tile: Tile; nowMs: number; canKill: boolean }) {
  const { tile, nowMs, canKill } = props;
  const { instance, phase, work } = tile;
  const isGone = phase === 'gone';
  const unit = text.work[instance.service];
  const name = shortName(instance.service, instance.instance);
  return (
    <li className={styles.tile} data-phase={phase} data-instance={instance.instance}>
      <div className={styles.name}>
        <span title={instance.instance}>{name}</span>
        {phase !== 'living' && <em>{isGone ? text.gone : text.isNew}</em>}
      </div>
      <div className={styles.work}>
        {unit === undefined ? (
          <small>{text.noWork}</small>
        ) : (
          <>
            <b>{showRate(isGone ? 0 : instance.workPerSecond)}</b>
            <small>{unit}</small>
            <Sparkline values={work} />
          </>
        )}
      </div>
      <dl className={styles.facts}>
        <div className={styles.cpu}>
          <dt>{text.cpu}</dt>
          <dd>
            <span className={styles.gauge} aria-hidden="true">
              <span style={{ width: `${Math.min(1, isGone ? 0 : instance.cpu) * 100}%` }} />
            </span>
            {showShare(isGone ? 0 : roundCpu(instance.cpu))}
          </dd>
        </div>
        <div>
          <dt className="unseen">{text.memory}</dt>
          <dd>
            {showMegabytes(instance.memoryBytes)} {text.megabytes}
          </dd>
        </div>
        <div>
          <dt className="unseen">{text.age}</dt>
          <dd>{text.old(showAge((nowMs - Date.parse(instance.since)) / 1000))}</dd>
        </div>
      </dl>
      {canKill && !isGone && <KillButton instance={instance.instance} name={name} />}
    </li>
  );
}

// The name of a pod begins with its service, which stands above already.
function shortName(service: string, instance: string): string {
  return instance.startsWith(`${service}-`) ? instance.slice(service.length + 1) : instance;
}

function roundCpu(cpu: number): number {
  return Math.round(cpu * 100) / 100;
}
