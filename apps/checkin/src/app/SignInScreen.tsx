import { m } from '../paraglide/messages.js';
import type { CheckinSession, SignInOutcome } from '../scans/checkin-session.ts';
import type { DeviceParts } from './device-parts.ts';
import { LanguageChoice } from './LanguageChoice.tsx';
import { NoticeScreen } from './NoticeScreen.tsx';
import { SignInForm } from './SignInForm.tsx';

/** Where a device begins. */
export function SignInScreen({
  session,
  parts,
  outcome,
}: {
  session: CheckinSession;
  parts: DeviceParts;
  /** Of the link that has led here. */
  outcome: SignInOutcome | undefined;
}) {
  return (
    <NoticeScreen title={m.signin_title()} text={m.signin_text()}>
      <SignInForm session={session} parts={parts} outcome={outcome} />
      <LanguageChoice />
    </NoticeScreen>
  );
}
