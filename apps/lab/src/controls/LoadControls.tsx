import { errorsElsewhere } from '../data/field-errors.ts';
import { labText } from '../strings.ts';
import { LoadFields } from './LoadFields.tsx';
import styles from './LoadControls.module.css';
import { RateField } from './RateField.tsx';
import { useLoadControl } from './use-load-control.ts';

const text = labText.controls;
/** The paths whose errors stand beside a field. */
const SHOWN = [
  'rps',
  'durationS',
  'profile',
  'stages',
  'event',
  'mix',
  'shares',
  'thresholds',
  'connections',
  'timeoutMs',
  'followMaxPerS',
  'settleTimeoutS',
  'paymentMethod',
];

/** Until a number is typed to its end, and a hand has found its place on the slider. */
const TYPING_MS = 700;
const SLIDING_MS = 200;

/** The stub of the ticket: what the load shall be, and the button that starts it. */
export function LoadControls() {
  const control = useLoadControl();
  const { form, errors, busy, active, sending } = control;
  if (form === undefined) {
    return (
      <output className={styles.waiting}>
        {control.isReadingFailed ? text.waitingFailed : text.waiting}
      </output>
    );
  }
  const rateWords =
    form.profile === 'stages'
      ? sending
        ? text.rateEndsStages
        : text.rateOfStages
      : sending
        ? text.rateLive
        : form.profile === 'constant'
          ? undefined
          : text.rateHighest;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy !== undefined) return;
        if (!active) void control.start();
        else if (control.hasChanges) void control.apply();
      }}
    >
      <RateField
        value={form.rps}
        onType={(rate) => control.changeRate(rate, TYPING_MS)}
        onSlide={(rate) => control.changeRate(rate, SLIDING_MS)}
        error={errors['rps']}
        description={rateWords}
      />
      <LoadFields form={form} errors={errors} onChange={control.change} />
      <div className={styles.buttons}>
        {active ? (
          <>
            <button
              type="button"
              className={styles.stop}
              disabled={busy !== undefined}
              onClick={() => void control.stop()}
            >
              {busy === 'stopping' ? text.stopping : text.stop}
            </button>
            {sending && control.hasChanges && (
              <button type="submit" className={styles.apply} disabled={busy !== undefined}>
                {busy === 'applying' ? text.applying : text.apply}
              </button>
            )}
          </>
        ) : (
          <button type="submit" className={styles.start} disabled={busy !== undefined}>
            {busy === 'starting' ? text.starting : text.start}
          </button>
        )}
      </div>
      <output className={styles.message}>
        {control.message}
        {errorsElsewhere(errors, SHOWN).map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
      </output>
    </form>
  );
}
