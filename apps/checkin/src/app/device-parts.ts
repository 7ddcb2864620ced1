import type { startCamera } from '../camera/camera.ts';

/** What the screens need of the device: tests have other ones. */
export interface DeviceParts {
  startCamera: typeof startCamera;
  /** Hears hand scanners that type. Returns what ends that. */
  listenToScanner(onCode: (text: string) => void): () => void;
  /** Of the app. */
  version: string;
}
