import type { LoadProfile } from '@onsale/contracts';
import { planOf } from '@onsale/contracts/load-plan';
import { useId } from 'react';
import type { LoadForm } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import { formPlan } from '../data/form-plan.ts';
import { PlanDrawing } from './PlanDrawing.tsx';
import styles from './ProfilePicker.module.css';

const text = labText.controls;
const PROFILES: readonly LoadProfile[] = ['constant', 'ramp', 'spike', 'steps', 'stages'];
/** What `stages` looks like before there are any. */
const SOME_STAGES = [
  { rps: 1, durationS: 1 },
  { rps: 3, durationS: 1.5, ramp: true },
  { rps: 2, durationS: 1 },
];

/** The shapes of a load, each with a drawing of its plan. */
export function ProfilePicker(props: {
  form: LoadForm;
  onChoose: (profile: LoadProfile) => void;
  error: string | undefined;
}) {
  const name = useId();
  const { form } = props;
  return (
    <fieldset className={styles.profiles} aria-describedby={`${name}-words`}>
      <legend className={styles.legend}>{text.profile}</legend>
      {PROFILES.map((profile) => (
        <label key={profile} className={styles.profile}>
          <input
            type="radio"
            className="overlay"
            name={name}
            value={profile}
            checked={form.profile === profile}
            onChange={() => props.onChoose(profile)}
          />
          <span className={styles.card}>
            <span className={styles.drawing}>
              <PlanDrawing segments={shapeOf(form, profile)} />
            </span>
            {text.profiles[profile]}
          </span>
        </label>
      ))}
      <p id={`${name}-words`} className={styles.words}>
        {text.profilesLong[form.profile]}
        {props.error !== undefined && <span className={styles.error}> {props.error}</span>}
      </p>
    </fieldset>
  );
}

function shapeOf(form: LoadForm, profile: LoadProfile) {
  if (profile !== 'stages') {
    return planOf({ profile, rps: 1, durationS: 1, stages: [] });
  }
  const own = formPlan({ ...form, profile });
  return own.length > 0 ? own : planOf({ profile, rps: 1, durationS: 1, stages: SOME_STAGES });
}
