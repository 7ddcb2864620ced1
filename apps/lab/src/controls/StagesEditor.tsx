import type { FieldErrors } from '../data/field-errors.ts';
import type { StageFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import { LineList } from './LineList.tsx';
import { NumberBox } from './NumberBox.tsx';
import styles from './StagesEditor.module.css';

const text = labText.controls;
const { rate, time, ramp } = text.stageColumns;

/** The plan line by line. */
export function StagesEditor(props: {
  stages: readonly StageFields[];
  onChange: (stages: StageFields[]) => void;
  errors: FieldErrors;
}) {
  const { stages, onChange, errors } = props;
  return (
    <LineList
      kind="stages"
      title={text.stages}
      columns={[rate, time, ramp]}
      lines={stages}
      onChange={onChange}
      newLine={() => stages.at(-1) ?? { rps: 100, durationS: 10, ramp: false }}
      addText={text.addStage}
      removeText={text.removeStage}
      error={errors['stages']}
      renderFields={(stage, i, change) => (
        <>
          <NumberBox
            bare
            label={text.stageRate(i + 1)}
            value={stage.rps}
            onChange={(rps) => change({ rps })}
            error={errors[`stages[${i}].rps`]}
          />
          <NumberBox
            bare
            label={text.stageTime(i + 1)}
            value={stage.durationS}
            onChange={(durationS) => change({ durationS })}
            error={errors[`stages[${i}].durationS`]}
          />
          <input
            type="checkbox"
            className={styles.check}
            aria-label={text.stageRamp(i + 1)}
            checked={stage.ramp}
            onChange={(event) => change({ ramp: event.target.checked })}
          />
        </>
      )}
    />
  );
}
