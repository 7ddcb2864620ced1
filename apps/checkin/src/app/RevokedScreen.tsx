import { formatCount } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, SessionState, SignInOutcome } from '../scans/checkin-session.ts';
import type { DeviceParts } from './device-parts.ts';
import { NoticeScreen } from './NoticeScreen.tsx';
import { SignInForm } from './SignInForm.tsx';

/** The team has signed this device out; what becomes of its scans, and how it comes back. */
export function RevokedScreen({
  session,
  parts,
  state: { waiting },
  outcome,
}: {
  session: CheckinSession;
  parts: DeviceParts;
  state: SessionState;
  /** Of the link that has led here. */
  outcome: SignInOutcome | undefined;
}) {
  return (
    <NoticeScreen title={m.revoked_title()} text={m.revoked_text()}>
      <p role="status">
        {waiting === 0
          ? m.revoked_sent()
          : m.revoked_waiting({ count: waiting, text: formatCount(waiting) })}
      </p>
      <p>{m.revoked_again()}</p>
      <SignInForm session={session} parts={parts} outcome={outcome} />
    </NoticeScreen>
  );
}
