import { createHash } from 'node:crypto';
import { ApiError, type Picture } from '@onsale/contracts';
import { readSeller } from '@onsale/ledger';
import { addPicture, removePictures, type StoredPicture, touchPicture } from '@onsale/records';
import { logChange } from '../activity/log-change.ts';
import { readAllEvents } from '../events/all-events.ts';
import type { Editor, EventParts } from '../events/edit-event.ts';
import { pictureTypeOf } from './picture-type.ts';
import { resizePicture } from './resize-picture.ts';

/** Of the SHA-256, in hex: nobody finds two pictures with the same. */
const ID_CHARACTERS = 40;
/** A draft that somebody has begun may still name a picture that no event does. */
const UNUSED_AT_MOST_MS = 90 * 86_400_000;

/** Checks and stores a picture in all its widths; one that is there already is not stored again. */
export async function addPictureOf(
  parts: EventParts,
  editor: Editor,
  bytes: Buffer,
): Promise<Picture> {
  const { records } = parts;
  const type = pictureTypeOf(bytes);
  if (type === undefined) {
    const message = 'this is not a JPEG, PNG, WebP, AVIF or GIF picture';
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', message);
  }
  const pictureId = createHash('sha256').update(bytes).digest('hex').slice(0, ID_CHARACTERS);
  const known = await touchPicture(records, pictureId);
  if (known !== undefined) return showPicture(known);
  const resized = await resizePicture(bytes, type);
  const about = { action: 'addPicture', subject: `picture:${pictureId}` };
  return await logChange(records, editor, about, async () => {
    await removeUnused(parts);
    await addPicture(records, { pictureId, ...resized, addedBy: editor.actor.id });
    const { width, height } = resized;
    const sizes = resized.sizes.map((each) => ({ width: each.width, bytes: each.content.length }));
    const result = showPicture({ pictureId, width, height, sizes });
    return { result, after: { width, height } };
  });
}

/** The path of a picture in one of its widths. */
export const picturePath = (pictureId: string, width: number): string =>
  `/pictures/${pictureId}-${width}.webp`;

/** The picture and width that a file's name says; undefined when it is not one of ours. */
export function readPicturePath(file: string): { pictureId: string; width: number } | undefined {
  const [, pictureId, width] = /^([0-9a-f]{40})-(\d{1,4})\.webp$/.exec(file) ?? [];
  return pictureId === undefined ? undefined : { pictureId, width: Number(width) };
}

function showPicture({ pictureId, width, height, sizes }: StoredPicture): Picture {
  return {
    ...{ pictureId, width, height, picture: picturePath(pictureId, width) },
    sizes: sizes.map((size) => ({ path: picturePath(pictureId, size.width), ...size })),
  };
}

// Pictures that nothing shows stay for a while only. Texts may name some as well.
async function removeUnused({ ledger, records }: EventParts): Promise<void> {
  const redis = ledger();
  const [events, seller] = await Promise.all([readAllEvents(redis), readSeller(redis)]);
  const shown = JSON.stringify([events.map(({ document }) => document), seller?.document]);
  const inUse = [...shown.matchAll(/\/pictures\/([0-9a-f]{40})-/g)].map(([, id = '']) => id);
  const addedBefore = new Date(Date.now() - UNUSED_AT_MOST_MS);
  await removePictures(records, { addedBefore, inUse: [...new Set(inUse)] });
}
