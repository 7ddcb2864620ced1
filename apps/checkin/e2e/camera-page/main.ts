import {
  type Camera,
  type CameraProblem,
  type CameraState,
  startCamera,
} from '../../src/camera/camera.ts';

// The camera alone, for camera.test.ts, which asks what it said.

export interface CameraPage {
  codes: string[];
  problems: (CameraProblem | undefined)[];
  states: CameraState[];
  camera: Camera;
  /** Undefined while it has none. */
  track: () => MediaStreamTrack | undefined;
}

const codes: string[] = [];
const problems: (CameraProblem | undefined)[] = [];
const states: CameraState[] = [];
const video = document.querySelector('video');
if (video === null) throw new Error('the page has no video');
const camera = startCamera(video, {
  onCode: (text) => codes.push(text),
  onProblem: (problem) => problems.push(problem),
  onState: (state) => states.push(state),
});
const track = () => (video.srcObject as MediaStream | null)?.getVideoTracks()[0];
Object.assign(window, { page: { codes, problems, states, camera, track } satisfies CameraPage });
