import { formatCount } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import type { SessionState } from '../scans/checkin-session.ts';
import { writeAge } from '../answer/times.ts';
import classes from './Banners.module.css';

/** From then on the list alone no longer says who may come in (`OLD_LIST_MS` of the rule). */
const TOO_OLD_MS = 24 * 60 * 60_000;
/** More would cover the camera. */
const MOST = 2;

/** What whoever stands at the entrance has to know besides the answers, the most urgent first. */
export function Banners({
  state,
  nowMs,
  isNewer,
  onLook,
}: {
  state: SessionState;
  nowMs: number;
  /** Whether a newer version of the app is here. */
  isNewer: boolean;
  /** Shows the log. */
  onLook: () => void;
}) {
  const banners = bannersOf(state, nowMs, isNewer).slice(0, MOST);
  return (
    <div className={classes.banners} role="status">
      {banners.map(({ text, does, tone, percent }) => (
        <div key={text} className={classes.banner} data-tone={tone}>
          <p>{text}</p>
          {percent === undefined ? null : <progress value={percent} max={100} aria-label={text} />}
          {does === 'look' ? (
            <button type="button" onClick={onLook}>
              {m.banner_look()}
            </button>
          ) : null}
          {does === 'load' ? (
            <button type="button" onClick={() => location.reload()}>
              {m.banner_update_do()}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}

interface Banner {
  text: string;
  tone: 'bad' | 'warn' | 'calm';
  does?: 'look' | 'load';
  percent?: number;
}

function bannersOf(state: SessionState, nowMs: number, isNewer: boolean): Banner[] {
  const { conflicts, unsendable, list, isClockOff } = state;
  const banners: Banner[] = [];
  const count = (many: number) => ({ count: many, text: formatCount(many) });
  if (conflicts.length > 0) {
    banners.push({ text: m.banner_conflicts(count(conflicts.length)), tone: 'bad', does: 'look' });
  }
  if (unsendable > 0) {
    banners.push({ text: m.banner_unsendable(count(unsendable)), tone: 'bad', does: 'look' });
  }
  if (list.state === 'none') banners.push({ text: m.banner_list_none(), tone: 'warn' });
  if (list.state === 'loading') {
    const percent = percentOf(list);
    banners.push({ text: m.banner_list_loading({ percent }), tone: 'calm', percent });
  }
  const ageMs = list.completeAtMs === undefined ? 0 : nowMs - list.completeAtMs;
  if (ageMs > TOO_OLD_MS) {
    banners.push({ text: m.banner_list_old({ age: writeAge(ageMs) }), tone: 'warn' });
  }
  if (isClockOff) banners.push({ text: m.banner_clock(), tone: 'warn' });
  if (isNewer) banners.push({ text: m.banner_update(), tone: 'calm', does: 'load' });
  return banners;
}

/** How much of the list is there. */
export function percentOf({ loaded, total }: SessionState['list']): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * loaded) / total));
}
