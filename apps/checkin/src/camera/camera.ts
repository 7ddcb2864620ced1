import { type CodeReader, startCodeReader } from './code-reader.ts';
import { keepAwake } from './keep-awake.ts';
import {
  type CameraChoice,
  countCameras,
  type Facing,
  facingOf,
  nextCamera,
  openStream,
  problemOf,
  rememberCamera,
} from './open-stream.ts';
import { hasTorch, lightTorch } from './torch.ts';

/** At most one frame in this time is looked at: a reader of tickets needs no more, and a battery has to last. */
const FRAME_EVERY_MS = 100;
/** A phone that takes long for one rests as long before the next, so that it does not get hot; at most this. */
const LONGEST_REST_MS = 200;
/** What stands still for so long shows nothing any more, as after a call on some phones. */
const STANDS_STILL_MS = 3000;
/** After so long it is tried again whether another app has let go of the camera. */
const RETRY_MS = 3000;

/**
 * Why there is no picture. `insecure`: browsers give a camera only to pages over https; `unsupported`: this one
 * has none to give; `denied`: whoever was asked said no, or the system did; `none`: no camera is there; `busy`:
 * another app has it; `reader`: what reads the codes could not be loaded.
 */
export type CameraProblem = 'insecure' | 'unsupported' | 'denied' | 'none' | 'busy' | 'reader';

/** What may be said of a camera that runs. */
export interface CameraState {
  /** False until the first picture, while the page is hidden, and while there is a problem. */
  isRunning: boolean;
  /** Undefined where there is none. */
  torch: 'on' | 'off' | undefined;
  /** Whether there is another camera to switch to. */
  canSwitch: boolean;
  /** Which way it looks, where the system says so: `user` is the side of the screen. */
  facing: Facing | undefined;
}

export interface CameraOptions {
  /**
   * Called with the text of a QR code, of several the one nearest the middle: for each frame that shows it, so up
   * to ten times a second while a ticket is held there.
   */
  onCode(text: string): void;
  /** Called with each problem, and with undefined when it is over. */
  onProblem(problem: CameraProblem | undefined): void;
  onState?: (state: CameraState) => void;
}

/** A camera that looks for codes until it is stopped. */
export interface Camera {
  /** Lets go of the camera, at once and for good. */
  stop(): void;
  /** Lights it, or puts it out. Without one nothing happens. */
  torch(on: boolean): Promise<void>;
  /** Looks through the next camera, which this device remembers. */
  switchCamera(): Promise<void>;
  /** Tries again: after `denied`, nothing else does. Call it from a tap, which some browsers want to see. */
  retry(): Promise<void>;
}

/**
 * Shows the camera in `video`, and reads the codes that it sees, in a worker. It lets go of the camera while the
 * page is hidden, takes it again when it is lost, and keeps the screen on.
 */
export function startCamera(video: HTMLVideoElement, options: CameraOptions): Camera {
  const camera = new RunningCamera(video, options);
  void camera.open();
  return camera;
}

class RunningCamera implements Camera {
  readonly #video: HTMLVideoElement;
  readonly #options: CameraOptions;
  readonly #reader: CodeReader;
  readonly #end = new AbortController();
  readonly #letSleep: () => void;
  #stream: MediaStream | undefined;
  #choice: CameraChoice | undefined;
  #isTorchWanted = false;
  #cameras = 0;
  /** Of the camera, and what was told of last, which may be one of the reader. */
  #problem: CameraProblem | undefined;
  #told: CameraProblem | undefined;
  #isReaderBroken = false;
  /** Counts what was opened and let go of, so that whoever waited knows whether it is still wanted. */
  #turn = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  #lastTimeS = -1;
  #movedAtMs = 0;

  constructor(video: HTMLVideoElement, options: CameraOptions) {
    this.#video = video;
    this.#options = options;
    this.#reader = startCodeReader({
      onBroken: (isBroken) => {
        this.#isReaderBroken = isBroken;
        this.#say(this.#problem);
      },
    });
    this.#letSleep = keepAwake();
    // iOS shows a video that has not both of them in full screen, or not at all.
    video.muted = true;
    video.playsInline = true;
    const { signal } = this.#end;
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal });
    void this.#followPermission();
  }

  async open(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#release();
    // Taken when it is seen.
    if (document.hidden) return;
    const turn = this.#turn;
    try {
      const stream = await openStream(this.#choice);
      if (turn !== this.#turn) return stopTracks(stream);
      this.#stream = stream;
      for (const track of stream.getVideoTracks()) {
        track.addEventListener('ended', () => {
          if (turn === this.#turn) void this.open();
        });
      }
      this.#video.srcObject = stream;
      await this.#video.play();
      this.#cameras = await countCameras();
      if (this.#isTorchWanted) await lightTorch(stream, true);
    } catch (error) {
      if (turn === this.#turn) this.#fail(problemOf(error));
      return;
    }
    if (turn !== this.#turn) return;
    this.#say(undefined);
    this.#tell();
    this.#movedAtMs = performance.now();
    void this.#look(turn);
  }

  stop(): void {
    this.#end.abort();
    this.#release();
    this.#reader.stop();
    this.#letSleep();
  }

  async torch(on: boolean): Promise<void> {
    this.#isTorchWanted = on;
    if (this.#stream !== undefined) await lightTorch(this.#stream, on);
    this.#tell();
  }

  async switchCamera(): Promise<void> {
    this.#choice = await nextCamera(this.#stream);
    this.#isTorchWanted = false;
    await this.open();
    if (this.#stream !== undefined) rememberCamera(this.#stream);
  }

  async retry(): Promise<void> {
    await this.open();
  }

  // Frame after frame, each when the one before was read.
  async #look(turn: number): Promise<void> {
    const startedAtMs = performance.now();
    const video = this.#video;
    if (video.currentTime !== this.#lastTimeS) {
      this.#lastTimeS = video.currentTime;
      this.#movedAtMs = startedAtMs;
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        const text = await this.#reader.read(video);
        if (turn !== this.#turn) return;
        if (text !== undefined) this.#options.onCode(text);
      }
    } else if (startedAtMs - this.#movedAtMs > STANDS_STILL_MS) {
      void this.open();
      return;
    }
    const tookMs = performance.now() - startedAtMs;
    const restMs = Math.max(FRAME_EVERY_MS - tookMs, Math.min(tookMs, LONGEST_REST_MS));
    this.#next = setTimeout(() => void this.#look(turn), restMs);
  }

  #onVisibility(): void {
    if (!document.hidden) {
      // What was refused is not asked for again with each look at the phone.
      if (this.#problem === undefined || isPassing(this.#problem)) void this.open();
      return;
    }
    this.#release();
    this.#tell();
  }

  #release(): void {
    this.#turn++;
    clearTimeout(this.#retry);
    clearTimeout(this.#next);
    if (this.#stream !== undefined) stopTracks(this.#stream);
    this.#stream = undefined;
    this.#video.srcObject = null;
  }

  #fail(problem: CameraProblem): void {
    this.#release();
    this.#say(problem);
    this.#tell();
    if (isPassing(problem) && !this.#end.signal.aborted) {
      this.#retry = setTimeout(() => void this.open(), RETRY_MS);
    }
  }

  #say(problem: CameraProblem | undefined): void {
    this.#problem = problem;
    const told = problem ?? (this.#isReaderBroken ? 'reader' : undefined);
    if (told === this.#told || this.#end.signal.aborted) return;
    this.#told = told;
    this.#options.onProblem(told);
  }

  #tell(): void {
    if (this.#end.signal.aborted) return;
    const track = this.#stream?.getVideoTracks()[0];
    const canLight = track !== undefined && hasTorch(track);
    this.#options.onState?.({
      isRunning: track !== undefined,
      torch: canLight ? (this.#isTorchWanted ? 'on' : 'off') : undefined,
      canSwitch: this.#cameras > 1,
      facing: facingOf(this.#stream),
    });
  }

  // Who has refused it may allow it in the settings of the browser, which some of them tell.
  async #followPermission(): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: 'camera' });
      permission.addEventListener(
        'change',
        () => {
          if (permission.state === 'granted' && this.#problem === 'denied') void this.open();
        },
        { signal: this.#end.signal },
      );
    } catch {
      // A browser that does not know this permission.
    }
  }
}

function isPassing(problem: CameraProblem): boolean {
  return problem === 'busy' || problem === 'none';
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
