import { type ReactNode, useEffect } from 'react';
import { wakeSound } from '../answer/signal.ts';
import { m } from '../paraglide/messages.js';
import type { CheckinSession } from '../scans/checkin-session.ts';
import type { DeviceParts } from './device-parts.ts';
import { NoticeScreen } from './NoticeScreen.tsx';
import { RevokedScreen } from './RevokedScreen.tsx';
import { ScanScreen } from './ScanScreen.tsx';
import { SignInScreen } from './SignInScreen.tsx';
import { useLanguage } from './use-language.ts';
import { useLink } from './use-link.ts';
import { useSession } from './use-session.ts';

/** All that a device at the entrance shows: by the phase that it is in. */
export function App({
  session,
  parts,
}: {
  session: CheckinSession;
  parts: DeviceParts;
}): ReactNode {
  const state = useSession(session);
  const link = useLink(session, state.phase);
  useLanguage();
  useEffect(() => {
    // Not only the first tap: a phone that was locked in between forgets it.
    addEventListener('pointerdown', wakeSound);
    return () => removeEventListener('pointerdown', wakeSound);
  }, []);
  const title = state.device?.eventName ?? m.app_title();
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (link === 'trying') return <NoticeScreen title={m.signin_busy()} />;
  switch (state.phase) {
    case 'starting':
      return <NoticeScreen title={m.starting()} />;
    case 'elsewhere':
      return (
        <NoticeScreen
          title={m.elsewhere_title()}
          text={m.elsewhere_text()}
          action={m.elsewhere_do()}
          onAction={() => session.takeOver()}
        />
      );
    case 'broken':
      return (
        <NoticeScreen
          title={m.broken_title()}
          text={m.broken_text()}
          action={m.broken_do()}
          onAction={() => location.reload()}
        />
      );
    case 'signed_out':
      return <SignInScreen session={session} parts={parts} outcome={link} />;
    case 'revoked':
      return <RevokedScreen session={session} parts={parts} state={state} outcome={link} />;
    case 'signed_in':
      return <ScanScreen session={session} parts={parts} state={state} />;
    default:
      return state.phase satisfies never;
  }
}
