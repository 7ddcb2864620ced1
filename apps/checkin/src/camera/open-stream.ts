import type { CameraProblem } from './camera.ts';

/** Enough for a code on a phone at arm's length; more would only take longer to read. */
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;
/** Where this device keeps which camera it was switched to. */
const KEY = 'checkin-camera';

/** A camera by its id, or by the side of the device that it is on: `user` is that of the screen. */
export type CameraChoice = { deviceId: string } | { facing: Facing };
export type Facing = 'environment' | 'user';

/** Opens the camera that is asked for, else the one of last time, else the one on the back. */
export async function openStream(choice: CameraChoice | undefined): Promise<MediaStream> {
  if (!isSecureContext) throw new NoCamera('insecure');
  // Old systems, and pages within another app.
  if (navigator.mediaDevices?.getUserMedia === undefined) throw new NoCamera('unsupported');
  try {
    return await open(choice ?? remembered() ?? { facing: 'environment' });
  } catch (error) {
    // It was unplugged, or has another id since the browser's data were cleared.
    if (problemOf(error) !== 'none') throw error;
    return await open(undefined);
  }
}

/** The camera to switch to from that of `stream`: the one on the other side, or the next of several. */
export async function nextCamera(stream: MediaStream | undefined): Promise<CameraChoice> {
  const facing = facingOf(stream);
  if (facing !== undefined) return { facing: facing === 'user' ? 'environment' : 'user' };
  const ids = (await listCameras()).map(({ deviceId }) => deviceId);
  const at = ids.indexOf(stream?.getVideoTracks()[0]?.getSettings().deviceId ?? '');
  return { deviceId: ids[(at + 1) % ids.length] ?? '' };
}

/** How many there are. Browsers tell it of those that were allowed. */
export async function countCameras(): Promise<number> {
  return (await listCameras()).length;
}

/** Which side the camera of `stream` is on, where the system says so. */
export function facingOf(stream: MediaStream | undefined): Facing | undefined {
  const facing = stream?.getVideoTracks()[0]?.getSettings().facingMode;
  return facing === 'user' || facing === 'environment' ? facing : undefined;
}

/** Keeps it for the next time. */
export function rememberCamera(stream: MediaStream): void {
  const deviceId = stream.getVideoTracks()[0]?.getSettings().deviceId;
  try {
    if (deviceId !== undefined) localStorage.setItem(KEY, deviceId);
  } catch {
    // Forbidden by the browser's settings: it lasts as long as the page.
  }
}

/** Which problem it is that a camera could not be opened. */
export function problemOf(error: unknown): CameraProblem {
  if (error instanceof NoCamera) return error.problem;
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    default:
      // NotReadableError, AbortError, and what a system may say when another app has it.
      return 'busy';
  }
}

class NoCamera extends Error {
  readonly problem: CameraProblem;
  constructor(problem: CameraProblem) {
    super(problem);
    this.problem = problem;
  }
}

async function open(choice: CameraChoice | undefined): Promise<MediaStream> {
  const which =
    choice === undefined
      ? {}
      : 'deviceId' in choice
        ? { deviceId: { exact: choice.deviceId } }
        : { facingMode: { ideal: choice.facing } };
  return await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { ...PICTURE, ...which },
  });
}

async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput');
}

function remembered(): CameraChoice | undefined {
  try {
    const deviceId = localStorage.getItem(KEY);
    return deviceId === null ? undefined : { deviceId };
  } catch {
    return undefined;
  }
}
