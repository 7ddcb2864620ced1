import type { Records } from '../../connect/open-records.ts';

/** A picture without its content. */
export interface StoredPicture {
  pictureId: string;
  width: number;
  height: number;
  sizes: { width: number; bytes: number }[];
}

/** A picture in one width, as WebP. */
export interface PictureSize {
  width: number;
  content: Buffer;
}

/** Stores a picture in all its widths; one that is there already stays as it is. */
export async function addPicture(
  db: Records,
  picture: {
    pictureId: string;
    width: number;
    height: number;
    addedBy: string;
    sizes: readonly PictureSize[];
  },
): Promise<void> {
  const { pictureId, width, height, addedBy, sizes } = picture;
  await db.transaction().execute(async (tx) => {
    const added = await tx
      .insertInto('office.pictures')
      .values({ picture_id: pictureId, width, height, added_by: addedBy })
      .onConflict((conflict) => conflict.doNothing())
      .returning('picture_id')
      .executeTakeFirst();
    if (added === undefined) return;
    await tx
      .insertInto('office.picture_sizes')
      .values(sizes.map((size) => ({ picture_id: pictureId, ...size })))
      .execute();
  });
}

/**
 * A picture and its sizes; undefined when there is none. It counts as added now: whoever asks is about to
 * use it, and nobody takes it away as unused.
 */
export async function touchPicture(
  db: Records,
  pictureId: string,
): Promise<StoredPicture | undefined> {
  const picture = await db
    .updateTable('office.pictures')
    .set({ added_at: new Date() })
    .where('picture_id', '=', pictureId)
    .returning(['width', 'height'])
    .executeTakeFirst();
  if (picture === undefined) return undefined;
  const sizes = await db
    .selectFrom('office.picture_sizes')
    .select((eb) => ['width', eb.fn<number>('octet_length', ['content']).as('bytes')])
    .where('picture_id', '=', pictureId)
    .orderBy('width')
    .execute();
  return { pictureId, ...picture, sizes };
}

/** The content of a picture in one of its widths, as WebP; undefined when there is none. */
export async function readPictureSize(
  db: Records,
  pictureId: string,
  width: number,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('office.picture_sizes')
    .select('content')
    .where('picture_id', '=', pictureId)
    .where('width', '=', width)
    .executeTakeFirst();
  return row?.content;
}

/** Takes away the pictures that were added before this time and are not in use; returns how many. */
export async function removePictures(
  db: Records,
  { addedBefore, inUse }: { addedBefore: Date; inUse: readonly string[] },
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('office.pictures')
    .where('added_at', '<', addedBefore)
    .$if(inUse.length > 0, (query) => query.where('picture_id', 'not in', inUse))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
