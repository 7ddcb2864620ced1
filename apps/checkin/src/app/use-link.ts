import { useEffect, useState } from 'react';
import { takeCode } from '../device/code-in-address.ts';
import type { CheckinSession, Phase, SignInOutcome } from '../scans/checkin-session.ts';

/** How signing in by the link of the console's QR code goes. */
export type LinkOutcome = SignInOutcome | 'trying' | undefined;

/** Signs in by the code in the address, as soon as this window may. A device that is signed in changes its place. */
export function useLink(session: CheckinSession, phase: Phase): LinkOutcome {
  const [code, setCode] = useState(takeCode);
  const [outcome, setOutcome] = useState<SignInOutcome>();
  const isReady = phase === 'signed_out' || phase === 'signed_in' || phase === 'revoked';
  useEffect(() => {
    const take = () => setCode((before) => takeCode() ?? before);
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  useEffect(() => {
    if (code === undefined || !isReady) return;
    void session.signIn(code).then((signedIn) => {
      setOutcome(signedIn);
      setCode(undefined);
    });
  }, [session, code, isReady]);
  return code !== undefined && isReady ? 'trying' : outcome;
}
