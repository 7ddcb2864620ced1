import { memo, useMemo } from 'react';
import { drawGuilloche, HEIGHT, WIDTHS } from './guilloche.ts';
import classes from './GuillochePicture.module.css';

/** The picture of an event, in the inks of the nearest `inked` element. It says nothing in words. */
export const GuillochePicture = memo(function GuillochePicture({
  of,
  shape = 'plate',
}: {
  of: string;
  shape?: keyof typeof WIDTHS;
}) {
  const { first, second } = useMemo(() => drawGuilloche(of, shape), [of, shape]);
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${WIDTHS[shape]} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <path className={classes.second} d={second} />
      <path className={classes.first} d={first} />
    </svg>
  );
});
