import { memo, useMemo } from 'react';
import { drawGuilloche, HEIGHT, WIDTH } from './guilloche.ts';
import classes from './GuillochePicture.module.css';

/** The picture of an event, in the inks of the nearest `inked` element. It says nothing in words. */
export const GuillochePicture = memo(function GuillochePicture({ of }: { of: string }) {
  const { first, second } = useMemo(() => drawGuilloche(of), [of]);
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <path className={classes.second} d={second} />
      <path className={classes.first} d={first} />
    </svg>
  );
});
