import type { TestCamera } from '@onsale/testing/site';
import type { Locator } from 'playwright-core';

/** What a camera sees of a page that is held before it there: the light of each pixel, as large as there is room. */
export async function takePicture(
  of: Locator,
  { width, height }: Pick<TestCamera, 'width' | 'height'>,
): Promise<Uint8Array> {
  const picture = (await of.screenshot()).toString('base64');
  const light = await of.page().evaluate(
    async ([base64, w, h]) => {
      const bitmap = await createImageBitmap(
        new Blob([Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)]),
      );
      const scale = Math.min(w / bitmap.width, h / bitmap.height);
      const [wide, high] = [bitmap.width * scale, bitmap.height * scale];
      const context = new OffscreenCanvas(w, h).getContext('2d');
      if (context === null) throw new Error('there is no canvas');
      context.fillStyle = '#6e6e6e';
      context.fillRect(0, 0, w, h);
      context.drawImage(bitmap, (w - wide) / 2, (h - high) / 2, wide, high);
      // Of black and white, one colour says as much as all.
      const { data } = context.getImageData(0, 0, w, h);
      return Array.from({ length: w * h }, (_, i) => data[i * 4] ?? 0);
    },
    [picture, width, height] as const,
  );
  return Uint8Array.from(light);
}
