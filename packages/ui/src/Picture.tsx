import { useState } from 'react';
import { GuillochePicture } from './GuillochePicture.tsx';
import type { WIDTHS } from './guilloche.ts';
import classes from './Picture.module.css';

/**
 * The picture of an event: a file, or the guilloche where there is none or it can't be loaded. It fills
 * its place, whatever its shape, and says nothing that does not stand beside it in words.
 */
export function Picture({
  src,
  of,
  shape = 'plate',
  eager = false,
}: {
  src: string | undefined;
  /** What the guilloche is drawn from. */
  of: string;
  shape?: keyof typeof WIDTHS;
  /** In view at once. */
  eager?: boolean;
}) {
  const [failed, setFailed] = useState<string>();
  if (src === undefined || src === failed) return <GuillochePicture of={of} shape={shape} />;
  return (
    <img
      className={classes.picture}
      src={src}
      alt=""
      decoding="async"
      loading={eager ? 'eager' : 'lazy'}
      onError={() => setFailed(src)}
    />
  );
}
