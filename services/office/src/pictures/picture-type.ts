export type PictureType = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';

/** What kind of picture these bytes begin like, whatever they are called; undefined for anything else. */
export function pictureTypeOf(bytes: Buffer): PictureType | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  // AV1 alone: what other codecs of this format need is not read.
  if (text(4, 8) === 'ftyp' && /^(avif|avis)/.test(text(8, 12))) return 'avif';
  if (/^GIF8[79]a/.test(text(0, 6))) return 'gif';
  return undefined;
}
