import { Button } from '@onsale/ui';
import { useEffect, useRef, useState } from 'react';
import { m } from '../paraglide/messages.js';
import type { Camera, CameraProblem, CameraState } from '../camera/camera.ts';
import type { DeviceParts } from './device-parts.ts';
import classes from './Viewfinder.module.css';

const DARK: CameraState = {
  isRunning: false,
  torch: undefined,
  canSwitch: false,
  facing: undefined,
};

/** What a camera says and can do. */
export interface CameraOnScreen {
  state: CameraState;
  problem: CameraProblem | undefined;
  camera: Camera | undefined;
}

/** What the camera sees, with a frame to aim by. It reads codes for as long as it is there, small or not. */
export function Viewfinder({
  parts,
  onCode,
  onChange,
  isSmall = false,
}: {
  parts: DeviceParts;
  onCode: (text: string) => void;
  onChange?: (now: CameraOnScreen) => void;
  /** In a corner of an answer: to aim at the next ticket by. */
  isSmall?: boolean;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera>(undefined);
  const [state, setState] = useState(DARK);
  const [problem, setProblem] = useState<CameraProblem>();
  // The camera outlives what is drawn, and tells whoever is there now.
  const told = useRef({ onCode, onChange });
  useEffect(() => {
    told.current = { onCode, onChange };
  });
  useEffect(() => {
    if (video.current === null) return undefined;
    const started = parts.startCamera(video.current, {
      onCode: (text) => told.current.onCode(text),
      onProblem: setProblem,
      onState: setState,
    });
    camera.current = started;
    return () => started.stop();
  }, [parts]);
  useEffect(() => {
    told.current.onChange?.({ state, problem, camera: camera.current });
  }, [state, problem]);
  return (
    <div className={classes.viewfinder} data-small={isSmall} data-dark={!state.isRunning}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        className={classes.picture}
        data-mirrored={state.facing === 'user'}
        hidden={problem !== undefined}
        playsInline={true}
        muted={true}
        tabIndex={-1}
        aria-hidden="true"
      />
      {problem === undefined && !isSmall ? (
        <div className={classes.aim}>
          <div className={classes.frame} />
          <p>{state.isRunning ? m.scan_aim() : m.scan_camera_starting()}</p>
        </div>
      ) : null}
      {problem !== undefined && !isSmall ? (
        <CameraTrouble problem={problem} onRetry={() => void camera.current?.retry()} />
      ) : null}
    </div>
  );
}

function CameraTrouble({ problem, onRetry }: { problem: CameraProblem; onRetry: () => void }) {
  const { title, text, retries } = TROUBLES[problem];
  return (
    <div className={classes.trouble} role="status">
      <h2>{title()}</h2>
      <p>{text()}</p>
      {retries ? (
        <Button className={classes.again} onClick={onRetry}>
          {m.scan_again()}
        </Button>
      ) : null}
    </div>
  );
}

const TROUBLES: Record<
  CameraProblem,
  { title: () => string; text: () => string; retries: boolean }
> = {
  insecure: { title: m.scan_insecure_title, text: m.scan_insecure_text, retries: false },
  unsupported: { title: m.scan_none_title, text: m.scan_none_text, retries: false },
  denied: { title: m.scan_denied_title, text: m.scan_denied_text, retries: true },
  none: { title: m.scan_none_title, text: m.scan_none_text, retries: true },
  busy: { title: m.scan_taken_title, text: m.scan_taken_text, retries: true },
  reader: { title: m.scan_failed_title, text: m.scan_failed_text, retries: true },
};
