import { showRate } from '../data/quantities.ts';
import type { NumberField } from '../data/load-form.ts';
import { positionOfRate, rateAtPosition, SLIDER_STEPS } from '../data/rate-scale.ts';
import { labText } from '../strings.ts';
import { NumberBox } from './NumberBox.tsx';
import styles from './RateField.module.css';

const text = labText.controls;

/** The first control: as a number, and on a slider from one to twenty thousand. */
export function RateField(props: {
  value: NumberField;
  onType: (value: NumberField) => void;
  onSlide: (value: number) => void;
  error: string | undefined;
  description: string | undefined;
}) {
  const { value, onType, onSlide } = props;
  const rate = value === '' ? 0 : value;
  return (
    <div className={styles.rate}>
      <NumberBox
        large
        label={text.rate}
        unit={text.rateUnit}
        value={value}
        onChange={onType}
        error={props.error}
        description={props.description}
      />
      <input
        type="range"
        className={styles.slider}
        aria-label={text.rateSlider}
        aria-valuetext={text.rateText(showRate(rate))}
        min={0}
        max={SLIDER_STEPS}
        step={1}
        value={positionOfRate(rate)}
        onChange={(event) => onSlide(rateAtPosition(event.target.valueAsNumber))}
      />
      <div className={styles.ticks} aria-hidden="true">
        {['1', '10', '100', '1k', '10k'].map((label) => (
          <span key={label}>{label}</span>
        ))}
      </div>
    </div>
  );
}
