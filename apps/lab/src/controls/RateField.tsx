import { Slider } from '@mantine/core';
import { showRate } from '../data/quantities.ts';
import type { NumberField as Value } from '../data/load-form.ts';
import { positionOfRate, rateAtPosition, SLIDER_STEPS } from '../data/rate-scale.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { NumberField } from './NumberField.tsx';

const text = labText.controls;
const MARKS = [1, 10, 100, 1000, 10_000].map((rate) => ({
  value: positionOfRate(rate),
  label: rate < 1000 ? String(rate) : `${rate / 1000}k`,
}));

/** The first control: as a number, and on a slider from one to twenty thousand. */
export function RateField(props: {
  value: Value;
  isEdited: boolean;
  onType: (value: Value) => void;
  onSlide: (value: number) => void;
  error: string | undefined;
  description: string | undefined;
}) {
  const { value, onType, onSlide } = props;
  const position = positionOfRate(value === '' ? 0 : value);
  return (
    <div className={styles.group}>
      <NumberField
        large
        label={text.rate}
        unit={text.rateUnit}
        value={value}
        onChange={onType}
        error={props.error}
        description={props.description}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        data-edited={props.isEdited || undefined}
      />
      <Slider
        className={styles.slider}
        thumbLabel={text.rateSlider}
        thumbValueText={text.rateText(showRate(rateAtPosition(position)))}
        label={null}
        min={0}
        max={SLIDER_STEPS}
        step={1}
        marks={MARKS}
        value={position}
        // Mantine calls it too when the number field has moved the thumb.
        onChange={(next) => next !== position && onSlide(rateAtPosition(next))}
      />
    </div>
  );
}
