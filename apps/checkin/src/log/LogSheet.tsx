import { formatCount } from '@onsale/i18n';
import { Button } from '@onsale/ui';
import { useEffect, useState } from 'react';
import { SheetScreen } from '../app/SheetScreen.tsx';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, LogEntry, SessionState } from '../scans/checkin-session.ts';
import { LogRow } from './LogRow.tsx';
import classes from './LogSheet.module.css';

const ON_PAGE = 50;

/** What this device has done, the newest first, and what of it is yet to be sent. It names nobody. */
export function LogSheet({
  session,
  state,
  nowMs,
  onClose,
}: {
  session: CheckinSession;
  state: SessionState;
  nowMs: number;
  onClose: () => void;
}) {
  const { waiting, conflicts, rules } = state;
  const [limit, setLimit] = useState(ON_PAGE);
  const [entries, setEntries] = useState<LogEntry[]>();
  useEffect(() => {
    let isOver = false;
    // One more than is shown tells whether there are earlier ones.
    void session.log({ limit: limit + 1 }).then((found) => {
      if (!isOver) setEntries(found);
    });
    return () => {
      isOver = true;
    };
    // Both change with what is in it.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [session, limit, waiting, conflicts]);
  return (
    <SheetScreen
      title={m.log_title()}
      onClose={onClose}
      top={
        <div className={classes.waiting}>
          <p role="status">
            {waiting === 0
              ? m.log_all_sent()
              : m.log_waiting({ count: waiting, text: formatCount(waiting) })}
          </p>
          {waiting === 0 ? null : (
            <Button look="plain" className={classes.send} onClick={() => void session.sync()}>
              {m.log_send()}
            </Button>
          )}
        </div>
      }
    >
      {entries?.length === 0 ? <p>{m.log_empty()}</p> : null}
      <ol className={classes.log}>
        {entries?.slice(0, limit).map((entry) => (
          <LogRow key={entry.number} entry={entry} nowMs={nowMs} rules={rules} />
        ))}
      </ol>
      {entries !== undefined && entries.length > limit ? (
        <Button look="plain" wide={true} onClick={() => setLimit(limit + ON_PAGE)}>
          {m.log_more()}
        </Button>
      ) : null}
    </SheetScreen>
  );
}
