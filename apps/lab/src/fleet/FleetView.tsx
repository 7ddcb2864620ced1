import { groupTiles, type TileGroup } from '../data/fleet-tiles.ts';
import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';
import styles from './FleetView.module.css';
import { TileView } from './TileView.tsx';

const text = labText.fleet;
/** More outlines of what is to come say nothing more. */
const MAX_COMING = 12;

/** Every living process as a tile, by service, in the order of an order's way. */
export function FleetView() {
  const fleet = useLab((state) => state.fleet);
  const tiles = useLab((state) => state.tiles);
  if (fleet === undefined || tiles === undefined)
    return <p className={styles.none}>{text.waiting}</p>;
  const groups = groupTiles(tiles, fleet.services);
  if (groups.length === 0) return <p className={styles.none}>{text.none}</p>;
  const nowMs = Date.parse(fleet.at);
  return (
    <div className={styles.groups}>
      {groups.map((group) => (
        <section key={group.service} className={styles.group} aria-label={group.service}>
          <h3 className={styles.head}>
            {group.service}
            <small data-short={(group.desired ?? 0) > group.living || undefined}>
              {text.living(group.living)}
              {group.desired !== null && <>, {text.wanted(group.desired)}</>}
            </small>
          </h3>
          <ul className={styles.tiles}>
            {group.tiles.map((tile) => (
              <TileView key={tile.instance.instance} tile={tile} nowMs={nowMs} />
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
  );
}

function coming({ desired, living }: TileGroup): number[] {
  const count = Math.max(0, Math.min(MAX_COMING, (desired ?? 0) - living));
  return Array.from({ length: count }, (_, i) => living + i);
}
