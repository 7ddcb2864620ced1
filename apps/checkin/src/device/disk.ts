import { type Database, openDatabase, type Store, type Writing, writeNote } from './database.ts';

const ALL_WINDOWS = 'checkin-windows';

/** Another window of this browser is at work: what this one knows is old. */
export class NotOwner extends Error {
  constructor() {
    super('another window is at work');
    this.name = 'NotOwner';
  }
}

/**
 * What this browser keeps, of which one window at a time may write: the one that was opened last. Two that know
 * nothing of each other would let the same ticket in twice.
 */
export class Disk {
  readonly db: Database;
  readonly #owner = `${Date.now()}-${Math.random()}`;
  readonly #windows = new BroadcastChannel(ALL_WINDOWS);

  private constructor(db: Database) {
    this.db = db;
  }

  /** Opens it for this window. `onLost`: another window has, or a newer version of the app must have it. */
  static async open(onLost: () => void): Promise<Disk> {
    const disk = new Disk(await openDatabase(onLost));
    disk.#windows.addEventListener('message', onLost);
    const writing = disk.db.transaction(['notes'], 'readwrite') as Writing;
    await Promise.all([writeNote(writing, 'owner', disk.#owner), writing.done]);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    disk.#windows.postMessage('opened');
    return disk;
  }

  /**
   * Writes all that `write` does, or nothing. `isLasting`: it is on the disk, and not only on its way there, when
   * this has resolved. Throws `NotOwner`. `write` must wait for nothing but its own writing.
   */
  async write<Result>(
    stores: Store[],
    { isLasting }: { isLasting: boolean },
    write: (writing: Writing) => Promise<Result>,
  ): Promise<Result> {
    const writing = this.db.transaction(['notes', ...stores], 'readwrite', {
      durability: isLasting ? 'strict' : 'relaxed',
    }) as Writing;
    // It is told below what went wrong.
    writing.done.catch(() => undefined);
    try {
      if ((await writing.objectStore('notes').get('owner')) !== this.#owner) throw new NotOwner();
      const result = await write(writing);
      await writing.done;
      return result;
    } catch (error) {
      abort(writing);
      throw error;
    }
  }

  close(): void {
    this.#windows.close();
    this.db.close();
  }
}

function abort(writing: Writing): void {
  try {
    writing.abort();
  } catch {
    // It has ended already.
  }
}
