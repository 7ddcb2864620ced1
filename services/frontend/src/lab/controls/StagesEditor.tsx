import type { FieldErrors } from '../data/field-errors.ts';
import type { StageFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import { NumberBox } from './NumberBox.tsx';
import styles from './Lines.module.css';

const text = labText.controls;

/** The plan line by line. */
export function StagesEditor(props: {
  stages: readonly StageFields[];
  onChange: (stages: StageFields[]) => void;
  errors: FieldErrors;
}) {
  const { stages, onChange, errors } = props;
  const change = (index: number, part: Partial<StageFields>) =>
    onChange(stages.map((stage, i) => (i === index ? { ...stage, ...part } : stage)));
  return (
    <fieldset className={styles.lines} data-kind="stages">
      <legend className={styles.legend}>{text.stages}</legend>
      {stages.length > 0 && (
        <div className={styles.head} aria-hidden="true">
          <span>{text.stageColumns.rate}</span>
          <span>{text.stageColumns.time}</span>
          <span>{text.stageColumns.ramp}</span>
        </div>
      )}
      {stages.map((stage, i) => (
        // A line has no name but its place, and its fields keep nothing of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className={styles.line}>
          <NumberBox
            bare
            label={text.stageRate(i + 1)}
            value={stage.rps}
            onChange={(rps) => change(i, { rps })}
            error={errors[`stages[${i}].rps`]}
          />
          <NumberBox
            bare
            label={text.stageTime(i + 1)}
            value={stage.durationS}
            onChange={(durationS) => change(i, { durationS })}
            error={errors[`stages[${i}].durationS`]}
          />
          <input
            type="checkbox"
            className={styles.check}
            aria-label={text.stageRamp(i + 1)}
            checked={stage.ramp}
            onChange={(event) => change(i, { ramp: event.target.checked })}
          />
          <button
            type="button"
            className={styles.remove}
            aria-label={text.removeStage(i + 1)}
            onClick={() => onChange(stages.filter((_, other) => other !== i))}
          >
            ×
          </button>
        </div>
      ))}
      {errors['stages'] !== undefined && <p className={styles.error}>{errors['stages']}</p>}
      <button
        type="button"
        className={styles.add}
        onClick={() =>
          onChange([...stages, stages.at(-1) ?? { rps: 100, durationS: 10, ramp: false }])
        }
      >
        + {text.addStage}
      </button>
    </fieldset>
  );
}
