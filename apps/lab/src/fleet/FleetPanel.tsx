import { useQuery } from '@tanstack/react-query';
import { groupTiles, type TileGroup } from '../data/fleet-tiles.ts';
import { siteQuery } from '../data/lab-api.ts';
import { showShare } from '../data/quantities.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';
import styles from './FleetView.module.css';
import { ScalingLog } from './ScalingLog.tsx';
import { TileView } from './TileView.tsx';

const text = labText.fleet;
/** More outlines of what is to come say nothing more. */
const MAX_COMING = 12;

/** Every service with the reason for its size, and every living process as a tile. */
export function FleetPanel() {
  const fleet = useLab((state) => state.fleet);
  const tiles = useLab((state) => state.tiles);
  const canKill = useQuery(siteQuery).data?.kill === true;
  const groups =
    fleet === undefined || tiles === undefined ? [] : groupTiles(tiles, fleet.services);
  const isScaled = groups.some(({ target, desired }) => target !== null || desired !== null);
  return (
    <Panel
      title={text.title}
      note={fleet === undefined || isScaled ? (canKill ? text.killNote : undefined) : text.noWish}
    >
      {fleet === undefined || groups.length === 0 ? (
        <p className={styles.none}>{fleet === undefined ? text.waiting : text.none}</p>
      ) : (
        <div className={styles.groups}>
          {groups.map((group) => (
            <section key={group.service} className={styles.group} aria-label={group.service}>
              <GroupHead group={group} />
              <ul className={styles.tiles}>
                {group.tiles.map((tile) => (
                  <TileView
                    key={tile.instance.instance}
                    tile={tile}
                    nowMs={Date.parse(fleet.at)}
                    canKill={canKill}
                  />
                ))}
                {coming(group).map((place) => (
                  <li key={place} className={styles.coming}>
                    {text.coming}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      <ScalingLog />
    </Panel>
  );
}

/** How many there are and should be, and why. */
function GroupHead({ group }: { group: TileGroup }) {
  const { service, living, desired, reason, cpuShare, target } = group;
  return (
    <div className={styles.head}>
      <h3>{service}</h3>
      <p data-short={(desired ?? 0) > living || undefined}>
        {text.living(living)}
        {desired !== null && <>, {text.wanted(desired)}</>}
      </p>
      {target !== null && (
        <div className={styles.meter} aria-hidden="true">
          <span style={{ width: `${Math.min(1, cpuShare ?? 0) * 100}%` }} />
          <i style={{ left: `${Math.min(1, target.cpuShare) * 100}%` }} />
        </div>
      )}
      <p className={styles.reason}>
        {reason ??
          (target === null
            ? text.notScaled
            : text.cpuOf(showShare(round(cpuShare)), showShare(target.cpuShare)))}
      </p>
    </div>
  );
}

function coming({ desired, living }: TileGroup): number[] {
  const count = Math.max(0, Math.min(MAX_COMING, (desired ?? 0) - living));
  return Array.from({ length: count }, (_, i) => living + i);
}

function round(share: number | null): number | null {
  return share === null ? null : Math.round(share * 100) / 100;
}
