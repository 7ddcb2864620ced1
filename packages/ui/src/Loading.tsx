import { useEffect, useState } from 'react';
import classes from './Loading.module.css';
import { PaperTicket } from './PaperTicket.tsx';

/** After so long a visitor wants to know whether anything happens at all. */
const SLOW_AFTER_MS = 2000;

/** Blank tickets in the place of those that are on their way, and words when it takes long. */
export function Loading({
  tickets = 3,
  words,
}: {
  tickets?: number;
  /** At once, for ears; and after a while, for everybody. */
  words: { text: string; slow: string };
}) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.loading}>
      <p role="status" className={slow ? classes.words : 'unseen'}>
        {slow ? words.slow : words.text}
      </p>
      {Array.from({ length: tickets }, (_, index) => (
        <PaperTicket
          key={index}
          aria-hidden="true"
          pressed
          body={<div className={classes.blank} />}
          stub={<div className={classes.blankStub} />}
        />
      ))}
    </div>
  );
}
