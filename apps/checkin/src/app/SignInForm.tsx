import { Button, TextField } from '@onsale/ui';
import { useState } from 'react';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, SignInOutcome } from '../scans/checkin-session.ts';
import type { DeviceParts } from './device-parts.ts';
import classes from './SignInForm.module.css';
import { useScanner } from './use-scanner.ts';
import { Viewfinder } from './Viewfinder.tsx';

/** Takes the code that the console shows: typed, or by the camera from its screen. */
export function SignInForm({
  session,
  parts,
  outcome,
}: {
  session: CheckinSession;
  parts: DeviceParts;
  /** Of what was tried before. */
  outcome: SignInOutcome | undefined;
}) {
  const [code, setCode] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [scans, setScans] = useState(false);
  const [tried, setTried] = useState(outcome);
  const signIn = async (wanted: string) => {
    if (isBusy) return;
    setIsBusy(true);
    setTried(undefined);
    setScans(false);
    const signedIn = await session.signIn(wanted);
    setIsBusy(false);
    setTried(signedIn);
  };
  const readFromScreen = (text: string) => {
    const found = codeOf(text);
    if (found === undefined) return;
    setCode(grouped(found));
    void signIn(found);
  };
  useScanner(parts, readFromScreen);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void signIn(code);
      }}
    >
      {scans ? (
        <>
          <div className={classes.camera}>
            <Viewfinder parts={parts} onCode={readFromScreen} />
          </div>
          <Button look="plain" wide={true} onClick={() => setScans(false)}>
            {m.signin_scan_end()}
          </Button>
        </>
      ) : (
        <>
          <div className={classes.code}>
            <TextField
              label={m.signin_code()}
              value={code}
              error={tried === undefined || tried.ok ? undefined : PROBLEMS[tried.why]()}
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="go"
              maxLength={40}
              required={true}
              placeholder="7K3P-9QXM-2D"
              onInput={({ currentTarget }) => setCode(grouped(currentTarget.value))}
            />
          </div>
          <Button type="submit" wide={true} className={classes.go} disabled={isBusy}>
            {isBusy ? m.signin_busy() : m.signin_do()}
          </Button>
          {globalThis.isSecureContext ? (
            <Button look="plain" wide={true} className={classes.go} onClick={() => setScans(true)}>
              {m.signin_scan()}
            </Button>
          ) : null}
        </>
      )}
    </form>
  );
}

const PROBLEMS: Record<Extract<SignInOutcome, { ok: false }>['why'], () => string> = {
  expired: m.signin_expired,
  busy: m.signin_too_many,
  offline: m.signin_offline,
  refused: m.signin_refused,
};

/** The device code in what a QR code says: the address of this app with it, or the code alone. */
export function codeOf(text: string): string | undefined {
  const inAddress = /#code=([0-9A-Za-z-]+)/.exec(text)?.[1];
  const code = (inAddress ?? text).replaceAll('-', '').trim();
  return /^[0-9A-Za-z]{10}$/.test(code) ? code : undefined;
}

/** As the console shows it, while it is typed: 7K3P-9QXM-2D. */
export function grouped(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .slice(0, 10);
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}
