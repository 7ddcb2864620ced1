import type { Static, TSchema } from 'typebox';
import { ErrorBody } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/** Limits of the pictures that the office takes. */
export const PICTURE_LIMITS = {
  /** What a good camera makes. */
  bytes: 16 * 1024 * 1024,
  /** Width by height. Some formats need all of it in memory at once, AVIF several times. */
  pixels: {
    ...{ jpeg: 50_000_000, webp: 50_000_000, png: 24_000_000, gif: 24_000_000, avif: 12_000_000 },
  },
  /** Smaller ones look bad as a band across a page. */
  leastWidth: 320,
  leastHeight: 160,
  /** How many times the width the height may be. */
  highest: 4,
} as const;

/** The widths in which pictures are kept, as far as the original is that wide. */
export const PICTURE_WIDTHS = [320, 640, 960, 1280, 1920] as const;

export const Picture = Type.Object({
  pictureId: Type.String({ description: 'The SHA-256 of its content, shortened' }),
  picture: Type.String({
    description: 'Its path in the shop: what an event says as its `picture`',
    examples: ['/pictures/0d4f…-1280.webp'],
  }),
  width: Type.Integer({ description: 'Of the largest size that is kept' }),
  height: Type.Integer(),
  sizes: Type.Array(
    Type.Object({ path: Type.String(), width: Type.Integer(), bytes: Type.Integer() }),
    { description: 'The narrowest first' },
  ),
});
export type Picture = Static<typeof Picture>;

/** The routes of the office for pictures of events. */
export const picturesOperations = {
  addPicture: {
    operationId: 'addPicture',
    method: 'POST',
    url: '/v1/pictures',
    summary: 'Add a picture for an event',
    description:
      'The body is the file itself: JPEG, PNG, WebP, AVIF or GIF (its first frame), as `image/…` or ' +
      '`application/octet-stream`. It is checked, turned upright, made smaller in several widths, and ' +
      'stripped of where and by whom it was taken. The same picture again is the same one.',
    access: { right: 'events.write', of: 'any' },
    bodyType: 'application/octet-stream',
    schema: {
      response: {
        ...{ 201: Picture, 400: ErrorBody, 401: ErrorBody, 403: ErrorBody },
        ...{ 413: ErrorBody, 415: ErrorBody, 503: ErrorBody },
      },
    },
  },
  getPicture: {
    operationId: 'getPicture',
    method: 'GET',
    url: '/pictures/:file',
    summary: 'A picture in one of its widths; it never changes',
    access: 'public',
    schema: {
      params: Type.Object({ file: Type.String({ maxLength: 100 }) }),
      response: {
        200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }),
        404: ErrorBody,
        503: ErrorBody,
      },
    },
    contentType: 'image/webp',
  },
} as const satisfies Record<string, StaffOperation>;

export const picturesSchemas: Record<string, TSchema> = { Picture };
