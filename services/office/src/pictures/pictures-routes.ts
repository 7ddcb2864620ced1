import { ApiError, PICTURE_LIMITS, picturesOperations } from '@onsale/contracts';
import { readPictureSize } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { addPictureOf, readPicturePath } from './add-picture.ts';

/** Its name changes with its content. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Pictures of events: adding one, and showing it to everybody. */
export function registerPicturesRoutes(scope: HttpServer, parts: OfficeParts): void {
  void scope.register((own, _options, done) => {
    registerAddPicture(own, parts);
    done();
  });
  const { method, url, schema } = picturesOperations.getPicture;
  // For everybody, and for the door, which keeps it.
  scope.route<{ Params: { file: string } }>({
    ...{ method, url, schema },
    handler: async ({ params }, reply) => {
      const named = readPicturePath(params.file);
      const content = named && (await readPictureSize(parts.records, named.pictureId, named.width));
      if (content === undefined) throw new ApiError('NOT_FOUND', 'there is no such picture');
      return reply.headers({ 'cache-control': FOR_GOOD }).type('image/webp').send(content);
    },
  });
}

function registerAddPicture(scope: HttpServer, parts: OfficeParts): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: PICTURE_LIMITS.bytes } as const;
  scope.addContentTypeParser<Buffer>('*', options, (_request, bytes, done) => done(null, bytes));
  scope.addHook('preParsing', async ({ headers }) => {
    // Pages of other sites can send neither of them without asking first.
    if (/^(image\/[\w.+-]+|application\/octet-stream)$/i.test(headers['content-type'] ?? ''))
      return;
    const message = 'the content type must be image/… or application/octet-stream';
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', message);
  });
  route(scope, parts, picturesOperations.addPicture, async ({ request, reply, ...editor }) => {
    const bytes = request.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
      throw new ApiError('INVALID_REQUEST', 'the body is empty; it must be a picture');
    }
    const picture = await addPictureOf(parts, { ...editor, request }, bytes);
    void reply.code(201);
    return picture;
  });
}
