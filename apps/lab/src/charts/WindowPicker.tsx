import type { WindowChoice } from '../data/chart-window.ts';
import { labText } from '../strings.ts';
import { ChoiceRow } from '../ChoiceRow.tsx';

const CHOICES: readonly WindowChoice[] = ['run', 60, 600, 3600];

/** How much time the charts show. */
export function WindowPicker(props: {
  choice: WindowChoice;
  onChoose: (choice: WindowChoice) => void;
}) {
  return (
    <ChoiceRow
      label={labText.charts.window}
      choices={CHOICES.map((value) => ({ value, label: labText.charts.windows[value] }))}
      value={props.choice}
      onChoose={props.onChoose}
    />
  );
}
