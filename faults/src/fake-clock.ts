import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A separate wall clock for some processes; their monotonic clocks do not change. */
export interface FakeClock {
  /** Environment variables that put a process on this clock. */
  environment: Record<string, string>;
  /**
   * The same for redis-server, with the system's memory allocator: the one that it is linked with
   * asks for the time before the clock is ready.
   */
  redisEnvironment: Record<string, string>;
  /** Sets the clock this many seconds ahead of (or, if negative, behind) the true time. */
  jumpTo(offsetS: number): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian and its derivatives install it. */
const LIBRARY_FOLDERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'];

/** Creates a clock with libfaketime. Throws if it is not installed. */
export async function makeFakeClock(): Promise<FakeClock> {
  const library = LIBRARY_FOLDERS.map(
    (folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`,
  ).find(existsSync);
  if (library === undefined) throw new Error('install the package faketime to move the clock');
  const folder = await mkdtemp(join(tmpdir(), 'onsale-clock-'));
  // PostgreSQL runs as another user.
  await chmod(folder, 0o711);
  const file = join(folder, 'clock');
  const jumpTo = async (offsetS: number) => {
    // Replaced as a whole, because every process reads it all the time.
    await writeFile(`${file}.next`, `${offsetS < 0 ? '' : '+'}${offsetS}s\n`);
    await rename(`${file}.next`, file);
  };
  await jumpTo(0);
  const environment = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return {
    environment,
    redisEnvironment: { ...environment, LD_PRELOAD: `${library} libc.so.6` },
    jumpTo,
    remove: () => rm(folder, { recursive: true }),
  };
}
