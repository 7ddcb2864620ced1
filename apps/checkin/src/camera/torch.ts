// Not in the types of TypeScript, as not every browser has it.
interface WithTorch extends MediaTrackCapabilities {
  torch?: boolean;
}

/** Whether this camera has a light beside it that a page may use. */
export function hasTorch(track: MediaStreamTrack): boolean {
  // Firefox has had this method for a short time only.
  return (track.getCapabilities?.() as WithTorch | undefined)?.torch === true;
}

/** Lights it, or puts it out. */
export async function lightTorch(stream: MediaStream, on: boolean): Promise<void> {
  const track = stream.getVideoTracks()[0];
  if (track === undefined || !hasTorch(track)) return;
  try {
    await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  } catch {
    // A phone that is hot or nearly empty refuses it; scanning goes on.
  }
}
