import { m } from '../paraglide/messages.js';
import classes from './AnswerScreen.module.css';

/** While an answer takes its time: what was answered before is gone, and nobody is let in by it. */
export function AskingScreen() {
  return (
    <section className={classes.answer} data-look="asking">
      <div className={classes.sheet}>
        <div className={classes.sign} role="status">
          <div className={classes.glance}>
            <svg viewBox="0 0 48 12" aria-hidden="true" className={classes.symbol}>
              <path d="M0 0h12v12H0z M18 0h12v12H18z M36 0h12v12H36z" fill="currentColor" />
            </svg>
            <p className={classes.word}>{m.answer_deciding()}</p>
          </div>
        </div>
      </div>
    </section>
  );
}
