import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ApiError, PICTURE_LIMITS, PICTURE_WIDTHS } from '@onsale/contracts';
import type { PictureType } from './picture-type.ts';

/** What a process of its own is asked to do. */
export interface PictureJob {
  bytes: Buffer;
  type: PictureType;
  /** The narrowest first. */
  widths: readonly number[];
  limits: typeof PICTURE_LIMITS;
}

/** A picture in all its widths, as WebP. */
export interface ResizedPicture {
  width: number;
  height: number;
  sizes: { width: number; content: Buffer }[];
}

interface PictureProblem {
  problem: 'pixels' | 'small' | 'shape' | 'broken';
  reason?: string;
}

export type PictureAnswer = ResizedPicture | PictureProblem;

/** The largest picture takes a tenth of it. */
const AT_MOST_MS = 30_000;
/** Pictures that wait while another is resized. More would only fill the memory. */
const WAITING_AT_MOST = 8;
/** JavaScript has nothing to do there; pixels lie outside of its heap. */
const HEAP_MIB = 64;

let lastJob: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Makes a picture upright and small, one at a time. Throws `ApiError` for what is not a good picture. */
export async function resizePicture(bytes: Buffer, type: PictureType): Promise<ResizedPicture> {
  if (waiting >= WAITING_AT_MOST) {
    const message = 'too many pictures are being added at this moment';
    throw new ApiError('OVERLOADED', message, { retryAfterS: 5 });
  }
  waiting += 1;
  const limits = PICTURE_LIMITS;
  const job = lastJob.then(() => runProcess({ bytes, type, widths: PICTURE_WIDTHS, limits }));
  lastJob = job.catch(() => undefined).finally(() => (waiting -= 1));
  const answer = await job;
  if ('problem' in answer) throw refusalOf(answer, type);
  return answer;
}

function refusalOf({ problem, reason }: PictureProblem, type: PictureType): ApiError {
  const { pixels, leastWidth, leastHeight, highest } = PICTURE_LIMITS;
  if (problem === 'pixels') {
    const message = `the picture has more than ${pixels[type] / 1e6} megapixels`;
    return new ApiError('PICTURE_TOO_LARGE', message);
  }
  const message = {
    small: `the picture is smaller than ${leastWidth} by ${leastHeight} pixels`,
    shape: `the picture is more than ${highest} times as high as it is wide`,
    broken: 'the picture is damaged',
  }[problem];
  return new ApiError('INVALID_REQUEST', message, { cause: reason });
}

async function runProcess(job: PictureJob): Promise<PictureAnswer> {
  const path = fileURLToPath(new URL('./picture-process.ts', import.meta.url));
  const child = fork(path, [], {
    serialization: 'advanced',
    env: {},
    // Whoever takes it over by a picture can only read: it may not write, call anybody or start anything.
    execArgv: [
      ...['--permission', '--allow-fs-read=*', '--allow-addons'],
      `--max-old-space-size=${HEAP_MIB}`,
    ],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: AT_MOST_MS,
    killSignal: 'SIGKILL',
  });
  return await new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as PictureAnswer));
    // Killed, or fallen over what it read: then the picture is to blame.
    child.once('exit', (code, signal) =>
      resolve({ problem: 'broken', reason: `its process ended with ${signal ?? code}` }),
    );
    child.once('error', (error) => resolve({ problem: 'broken', reason: error.message }));
    child.send(job, () => undefined);
  });
}
