import type { FrameAnswer } from './code-reader.worker.ts';

/** A frame takes some 30 ms; the first waits for the WebAssembly. Who takes longer than this has broken. */
const PATIENCE_MS = 10_000;
/** So often in a row it may break before somebody is told. */
const MOST_FAILURES = 3;
/** How long to wait after the first of them; twice that after each more. */
const PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** Reads codes in a worker, so that the page is never held up. */
export interface CodeReader {
  /** The text of the code in the middle of what `video` shows now; undefined when there is none. */
  read(video: HTMLVideoElement): Promise<string | undefined>;
  stop(): void;
}

/** Starts it. What breaks is started again; `onBroken` is told when that does not help, and when it has. */
export function startCodeReader(options: { onBroken(isBroken: boolean): void }): CodeReader {
  let worker: Worker | undefined = startWorker();
  let failures = 0;
  let againAtMs = 0;
  let isStopped = false;
  const fail = () => {
    worker?.terminate();
    worker = undefined;
    failures++;
    againAtMs = performance.now() + Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** failures);
    if (failures === MOST_FAILURES) options.onBroken(true);
  };
  return {
    read: async (video) => {
      if (isStopped || performance.now() < againAtMs) return undefined;
      const frame = await grab(video);
      if (frame === undefined || isStopped) return undefined;
      worker ??= startWorker();
      try {
        const { text } = await ask(worker, frame);
        if (failures >= MOST_FAILURES) options.onBroken(false);
        failures = 0;
        return text;
      } catch {
        if (!isStopped) fail();
        return undefined;
      }
    },
    stop: () => {
      isStopped = true;
      worker?.terminate();
    },
  };
}

function startWorker(): Worker {
  return new Worker(new URL('./code-reader.worker.ts', import.meta.url), { type: 'module' });
}

async function grab(video: HTMLVideoElement): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(video);
  } catch {
    // Between two pictures, or while the camera goes.
    return undefined;
  }
}

async function ask(worker: Worker, frame: ImageBitmap): Promise<FrameAnswer> {
  const end = new AbortController();
  const { signal } = end;
  let patience: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const onMessage = ({ data }: MessageEvent<FrameAnswer>) => {
        if (data.failed === undefined) resolve(data);
        else reject(new Error(data.failed));
      };
      const onError = ({ message }: ErrorEvent) => reject(new Error(message));
      worker.addEventListener('message', onMessage, { signal });
      worker.addEventListener('error', onError, { signal });
      patience = setTimeout(() => reject(new Error('it does not answer')), PATIENCE_MS);
      worker.postMessage(frame, [frame]);
    });
  } finally {
    clearTimeout(patience);
    end.abort();
  }
}
