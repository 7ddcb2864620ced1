import { formatCount } from '@onsale/i18n';
import { Button } from '@onsale/ui';
import { useState } from 'react';
import { SureButton } from '../answer/SureButton.tsx';
import { m } from '../paraglide/messages.js';
import type { CheckinSession } from '../scans/checkin-session.ts';
import classes from './SignOut.module.css';

/** Signs this device out. What was not sent would be lost, and that is asked about. */
export function SignOut({ session }: { session: CheckinSession }) {
  const [waiting, setWaiting] = useState(0);
  const signOut = async () => setWaiting((await session.signOut()).waiting);
  if (waiting === 0) {
    return (
      <SureButton className={classes.out!} onSure={() => void signOut()}>
        {m.settings_sign_out()}
      </SureButton>
    );
  }
  return (
    <div className={classes.sure} role="alert">
      <p>{m.settings_sign_out_waiting({ count: waiting, text: formatCount(waiting) })}</p>
      <Button wide={true} onClick={() => setWaiting(0)}>
        {m.settings_cancel()}
      </Button>
      <Button look="danger" wide={true} onClick={() => void session.signOut({ evenThough: true })}>
        {m.settings_sign_out_anyway()}
      </Button>
    </div>
  );
}
