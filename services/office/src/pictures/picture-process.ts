import sharp from 'sharp';
import type { PictureAnswer, PictureJob, ResizedPicture } from './resize-picture.ts';

// A process of its own for one picture, without secrets and with nothing open: whatever a picture does to
// the code that reads it, the office and its memory are not touched.

sharp.cache(false);
sharp.concurrency(1);
/** Of WebP, out of 100: nobody sees the difference on a screen. */
const QUALITY = 80;

// Nothing but what a job names is read, whatever the bytes look like to the library.
sharp.block({ operation: ['VipsForeignLoad'] });

const LOADERS: Readonly<Record<PictureJob['type'], string>> = {
  jpeg: 'VipsForeignLoadJpegBuffer',
  png: 'VipsForeignLoadPngBuffer',
  webp: 'VipsForeignLoadWebpBuffer',
  avif: 'VipsForeignLoadHeifBuffer',
  gif: 'VipsForeignLoadNsgifBuffer',
};

process.once('message', (job: PictureJob) => {
  void resize(job).then((answer) => {
    process.send?.(answer, undefined, undefined, () => process.disconnect?.());
  });
});

async function resize(job: PictureJob): Promise<PictureAnswer> {
  const { bytes, type, widths, limits } = job;
  sharp.unblock({ operation: [LOADERS[type]] });
  try {
    const head = await sharp(bytes, { limitInputPixels: false }).metadata();
    // Cameras that are held upright write the picture on its side, and say so.
    const isOnSide = (head.orientation ?? 1) >= 5;
    const [width, height] = isOnSide ? [head.height, head.width] : [head.width, head.height];
    if (width * height > limits.pixels[type]) return { problem: 'pixels' };
    if (width < limits.leastWidth || height < limits.leastHeight) return { problem: 'small' };
    if (height > limits.highest * width) return { problem: 'shape' };
    return await resizeTo(widthsOf(width, widths), job);
  } catch (error) {
    return { problem: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

// The narrowest first, and none wider than the picture.
function widthsOf(width: number, widths: readonly number[]): number[] {
  const widest = Math.min(width, widths.at(-1) ?? width);
  return [...widths.filter((each) => each < widest), widest];
}

// The widest is made of the file, and the others of it: a large file is read once. What else a file says
// of itself, such as where it was taken, is left out.
async function resizeTo(
  widths: readonly number[],
  { bytes, type, limits }: PictureJob,
): Promise<ResizedPicture> {
  const reading = {
    limitInputPixels: limits.pixels[type],
    failOn: 'error',
    sequentialRead: true,
  } as const;
  const { data, info } = await sharp(bytes, reading)
    .autoOrient()
    .resize({ width: widths.at(-1) })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const sizes: ResizedPicture['sizes'] = [];
  for (const each of widths) {
    const resized = sharp(data, { raw: { width, height, channels } }).resize({ width: each });
    sizes.push({ width: each, content: await resized.webp({ quality: QUALITY }).toBuffer() });
  }
  return { width, height, sizes };
}
