import { Button, TextInput } from '@mantine/core';
import { durationOf, requestsOf } from '@onsale/contracts/load-plan';
import { errorsElsewhere } from '../data/field-errors.ts';
import { formPlan } from '../data/form-plan.ts';
import { showClock, showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { MoreFields } from './MoreFields.tsx';
import { NumberField } from './NumberField.tsx';
import { ProfilePicker } from './ProfilePicker.tsx';
import { RateField } from './RateField.tsx';
import { StagesEditor } from './StagesEditor.tsx';
import type { LoadControl } from './use-load-control.ts';

const text = labText.controls;
/** The form is sent by a button that stands elsewhere on the page. */
export const LOAD_FORM_ID = 'load';
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

/** What the load is, or shall be. */
export function LoadFormView({ control }: { control: LoadControl }) {
  const { form, errors, busy, active, isEdited, change } = control;
  if (form === undefined) return <output className={styles.note}>{text.waiting}</output>;
  const plan = formPlan(form);
  return (
    <form
      id={LOAD_FORM_ID}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy !== undefined) return;
        if (!active) void control.start();
        else if (control.editCount > 0) void control.apply();
      }}
    >
      <RateField
        value={isEdited('rps') ? form.rps : (control.searchRate ?? form.rps)}
        isEdited={isEdited('rps')}
        onType={(rate) => control.changeRate(rate, TYPING_MS)}
        onSlide={(rate) => control.changeRate(rate, SLIDING_MS)}
        error={errors['rps']}
        description={rateWords(control)}
      />
      <ProfilePicker
        form={form}
        isEdited={isEdited('profile')}
        error={errors['profile']}
        onChoose={(profile) => change({ profile })}
      />
      {/* A search writes a stage with each decision: its guide says so better. */}
      {control.searching ? null : form.profile === 'stages' ? (
        <StagesEditor
          stages={form.stages}
          errors={errors}
          onChange={(stages) => change({ stages })}
        />
      ) : (
        <NumberField
          label={text.duration}
          unit={text.seconds}
          value={form.durationS}
          onChange={(durationS) => change({ durationS })}
          error={errors['durationS']}
          data-edited={isEdited('durationS') || undefined}
        />
      )}
      <TextInput
        className={styles.inline}
        label={text.event}
        value={form.event}
        onChange={(event) => change({ event: event.currentTarget.value })}
        error={errors['event']}
        data-edited={isEdited('event') || undefined}
      />
      <p className={styles.note}>
        {text.plan(showCount(requestsOf(plan)), showClock(durationOf(plan)))}
      </p>
      <MoreFields control={control} form={form} />
      <Pending control={control} />
      <output className={styles.note}>
        {control.message}
        {errorsElsewhere(errors, SHOWN).map((sentence) => (
          <span key={sentence} className={styles.error}>
            {' '}
            {sentence}
          </span>
        ))}
      </output>
    </form>
  );
}

/** What has been typed and does not run yet, and what can be done with it. */
function Pending({ control }: { control: LoadControl }) {
  const { editCount, active, sending, busy } = control;
  if (editCount === 0) return null;
  return (
    <div className={styles.group}>
      <p className={styles.note}>
        <span className={styles.edited}>•</span>{' '}
        {active ? text.editsWhileRunning(editCount) : text.edits(editCount)}
      </p>
      <div className={styles.buttons}>
        {sending && (
          <Button type="submit" variant="outline" disabled={busy !== undefined}>
            {busy === 'applying' ? text.applying : text.apply}
          </Button>
        )}
        <Button variant="subtle" disabled={busy !== undefined} onClick={control.discard}>
          {text.discard}
        </Button>
      </div>
    </div>
  );
}

function rateWords({ form, sending, searching }: LoadControl): string | undefined {
  if (searching) return text.rateOfSearch;
  if (form?.profile === 'stages') return sending ? text.rateEndsStages : text.rateOfStages;
  if (sending) return text.rateLive;
  return form?.profile === 'constant' ? undefined : text.rateHighest;
}
