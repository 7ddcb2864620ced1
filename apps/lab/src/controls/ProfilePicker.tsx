import { Input, SegmentedControl } from '@mantine/core';
import type { LoadProfile } from '@onsale/api-client';
import { LOAD_PROFILES, planOf } from '@onsale/contracts/load-plan';
import { useId } from 'react';
import { formPlan } from '../data/form-plan.ts';
import type { LoadForm } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { PlanDrawing } from './PlanDrawing.tsx';

const text = labText.controls;
/** What `stages` looks like before there are any. */
const SOME_STAGES = [
  { rps: 1, durationS: 1 },
  { rps: 3, durationS: 1.5, ramp: true },
  { rps: 2, durationS: 1 },
];

/** The shapes of a load, each with a drawing of its plan. */
export function ProfilePicker(props: {
  form: LoadForm;
  isEdited: boolean;
  onChoose: (profile: LoadProfile) => void;
  error: string | undefined;
}) {
  const { form, error } = props;
  const id = useId();
  return (
    <Input.Wrapper
      label={text.profile}
      labelElement="div"
      labelProps={{ id }}
      description={text.profilesLong[form.profile]}
      error={error}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data-edited={props.isEdited || undefined}
    >
      <SegmentedControl
        fullWidth
        className={styles.profiles}
        aria-labelledby={id}
        value={form.profile}
        onChange={props.onChoose}
        data={LOAD_PROFILES.map((profile) => ({
          value: profile,
          label: (
            <>
              <span className={styles.drawing}>
                <PlanDrawing segments={shapeOf(form, profile)} />
              </span>
              {text.profiles[profile]}
            </>
          ),
        }))}
      />
    </Input.Wrapper>
  );
}

function shapeOf(form: LoadForm, profile: LoadProfile) {
  if (profile !== 'stages') {
    return planOf({ profile, rps: 1, durationS: 1, stages: [] });
  }
  const own = formPlan({ ...form, profile });
  return own.length > 0 ? own : planOf({ profile, rps: 1, durationS: 1, stages: SOME_STAGES });
}
