import { LineFollower, type LineState } from '@onsale/api-client';
import { useEffect, useRef, useState } from 'react';

/** A line that is followed, with what can be done in it. */
export interface FollowedLine {
  /** Undefined before the first word. */
  state: LineState | undefined;
  /** Returns who has missed a turn to the front. */
  comeBack: () => void;
  askMoreTime: () => void;
}

/** Takes a place in the line of an event, and follows it for as long as the page is open. */
export function useLine(eventId: string): FollowedLine {
  const [state, setState] = useState<LineState>();
  const follower = useRef<LineFollower>(undefined);
  useEffect(() => {
    const followed = new LineFollower({ eventId, joins: true, onState: setState });
    follower.current = followed;
    return () => followed.stop();
  }, [eventId]);
  return {
    state,
    comeBack: () => void follower.current?.ask(),
    // Whether it was given shows at the clock.
    askMoreTime: () => void follower.current?.askMoreTime().catch(() => undefined),
  };
}
