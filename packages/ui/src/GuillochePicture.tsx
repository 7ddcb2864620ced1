import { memo, useEffect, useRef, useState } from 'react';
import { drawGuilloche, type Guilloche, HEIGHT, WIDTHS } from './guilloche.ts';
import classes from './GuillochePicture.module.css';

/** The picture of an event, in the inks of the nearest `inked` element. It says nothing in words. */
export const GuillochePicture = memo(function GuillochePicture({
  of,
  shape = 'plate',
}: {
  of: string;
  shape?: keyof typeof WIDTHS;
}) {
  const [drawn, setDrawn] = useState<Guilloche>();
  const picture = useRef<SVGSVGElement>(null);
  useEffect(() => {
    // Words and buttons first: the lines are drawn when the browser has nothing better to do, and not
    // before they are nearly in view, as a list may have hundreds.
    let stop = whenNear(picture.current, () => {
      stop = whenIdle(() => setDrawn(drawGuilloche(of, shape)));
    });
    return () => stop();
  }, [of, shape]);
  return (
    <svg
      ref={picture}
      className={classes.picture}
      viewBox={`0 0 ${WIDTHS[shape]} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
      data-drawn={drawn !== undefined}
    >
      <path className={classes.second} d={drawn?.second} />
      <path className={classes.first} d={drawn?.first} />
    </svg>
  );
});

// Returns how to call it off.
function whenNear(element: Element | null, work: () => void): () => void {
  if (element === null) return () => undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      work();
    },
    { rootMargin: NEAR },
  );
  observer.observe(element);
  return () => observer.disconnect();
}

const NEAR = '50%';
const LATEST_MS = 1000;

// Returns how to call it off.
function whenIdle(work: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, 50);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: LATEST_MS });
  return () => cancelIdleCallback(handle);
}
