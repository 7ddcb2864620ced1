import { type Picture, request } from '@onsale/api-client';

/** A large picture on a slow connection takes its time. */
const TIMEOUT_MS = 120_000;

/** Gives a picture to the office, which checks it and makes all sizes of it. Its path in the shop. */
export async function uploadPicture(file: File): Promise<string> {
  const { picture } = await request<Picture>('/api/v1/pictures', {
    ...{ method: 'POST', body: file, timeoutMs: TIMEOUT_MS },
    headers: { 'content-type': file.type || 'application/octet-stream' },
  });
  return picture;
}
