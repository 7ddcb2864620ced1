import { formatCount } from '@onsale/i18n';
import { entranceName } from '../answer/words-of-answer.ts';
import { m } from '../paraglide/messages.js';
import type { SessionState } from '../scans/checkin-session.ts';
import { Icon } from './Icon.tsx';
import { writeAge } from '../answer/times.ts';
import classes from './Status.module.css';

/** From then on it is told how old the list is; the next difference is due long before. */
const OLD_MS = 3 * 60_000;

/** Where this device is, how many are in, and whether it has a network: in words, as none is no fault. */
export function Status({ state, nowMs }: { state: SessionState; nowMs: number }) {
  const { device, rules, isOnline, waiting, progress, list } = state;
  const numbers = {
    in: formatCount(progress?.in ?? 0),
    expected: formatCount(progress?.expected ?? 0),
  };
  const ageMs = list.completeAtMs === undefined ? 0 : nowMs - list.completeAtMs;
  return (
    <header className={classes.status}>
      <div className={classes.where}>
        <strong dir="auto">
          {device === undefined ? '' : entranceName(device.entranceId, rules)}
        </strong>
        <span dir="auto">{device?.eventName}</span>
      </div>
      <div className={classes.how}>
        <span className={classes.net} data-online={isOnline} role="status">
          <Icon name={isOnline ? 'online' : 'offline'} className={classes.icon} />
          {isOnline ? m.status_online() : m.status_offline()}
        </span>
        <span>
          {waiting > 0 ? (
            <strong>{m.status_waiting({ text: formatCount(waiting) })}</strong>
          ) : ageMs > OLD_MS ? (
            m.status_list_age({ age: writeAge(ageMs) })
          ) : progress === undefined ? null : (
            m.status_in(numbers)
          )}
        </span>
      </div>
    </header>
  );
}
