import type { LoadSearch, LoadStats } from '@onsale/api-client';
import { SEARCH_PHASES } from '@onsale/contracts/load-plan';
import { isActive } from '../data/load-samples.ts';
import { showClock, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './Watch.module.css';

const text = labText.guide;

/** Where the search has come, what it has decided and why (the newest first), and where to look now. */
export function ScaleGuide({ stats, search }: { stats: LoadStats; search: LoadSearch }) {
  const isLive = isActive(stats);
  const place = isLive ? SEARCH_PHASES.indexOf(search.phase) : SEARCH_PHASES.length;
  return (
    <div className={styles.guide}>
      <ol className={styles.phases}>
        {SEARCH_PHASES.map((phase, i) => (
          <li
            key={phase}
            data-state={i < place ? 'done' : i === place ? 'now' : 'next'}
            {...(i === place ? { 'aria-current': 'step' as const } : {})}
          >
            <b>{text.phases[phase].title}</b>
            <span>{text.phases[phase].happens}</span>
          </li>
        ))}
      </ol>
      <div>
        <p className={styles.sentence}>{search.sentence}.</p>
        {isLive && (
          <p className={styles.look}>
            <b>{text.look}</b> {text.phases[search.phase].look}
          </p>
        )}
      </div>
      {/* What was decided is read out as it comes; the sentence above changes every second. */}
      <ol
        className={styles.decisions}
        aria-label={text.decisions}
        aria-live="polite"
        // It scrolls, which a keyboard must be able to do too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {search.decisions.toReversed().map(({ atS, rps, sentence }) => (
          <li key={`${atS} ${sentence}`}>
            <time>{showClock(atS)}</time> <b>{text.rate(showRate(rps))}</b> <span>{sentence}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
