import { Button, Checkbox, CloseButton } from '@mantine/core';
import { Fragment } from 'react';
import type { FieldErrors } from '../data/field-errors.ts';
import type { StageFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { NumberField } from './NumberField.tsx';

const text = labText.controls;

/** The plan line by line. */
export function StagesEditor(props: {
  stages: readonly StageFields[];
  onChange: (stages: StageFields[]) => void;
  errors: FieldErrors;
}) {
  const { stages, onChange, errors } = props;
  const change = (i: number, part: Partial<StageFields>) =>
    onChange(stages.map((stage, j) => (j === i ? { ...stage, ...part } : stage)));
  return (
    <fieldset className={styles.fieldset}>
      <legend>{text.stages}</legend>
      <div className={`${styles.lines} ${styles.stages}`}>
        {stages.map((stage, i) => (
          // A stage has no name but its place, and its fields keep nothing of their own.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={i}>
            <NumberField
              aria-label={text.stageRate(i + 1)}
              unit={text.perSecond}
              value={stage.rps}
              onChange={(rps) => change(i, { rps })}
              error={errors[`stages[${i}].rps`]}
            />
            <NumberField
              aria-label={text.stageTime(i + 1)}
              unit={text.seconds}
              value={stage.durationS}
              onChange={(durationS) => change(i, { durationS })}
              error={errors[`stages[${i}].durationS`]}
            />
            <Checkbox
              label={text.stageSlope}
              aria-label={text.stageRamp(i + 1)}
              checked={stage.ramp}
              onChange={(event) => change(i, { ramp: event.currentTarget.checked })}
            />
            <CloseButton
              aria-label={text.removeStage(i + 1)}
              onClick={() => onChange(stages.filter((_, j) => j !== i))}
            />
          </Fragment>
        ))}
      </div>
      {errors['stages'] !== undefined && (
        <p className={`${styles.note} ${styles.error}`}>{errors['stages']}</p>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() =>
          onChange([...stages, stages.at(-1) ?? { rps: 100, durationS: 10, ramp: false }])
        }
      >
        + {text.addStage}
      </Button>
    </fieldset>
  );
}
