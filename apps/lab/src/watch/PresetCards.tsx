import { Button } from '@mantine/core';
import type { LoadPreset, LoadPresetName } from '@onsale/api-client';
import { durationOf, planOf } from '@onsale/contracts/load-plan';
import { PlanDrawing } from '../controls/PlanDrawing.tsx';
import { showClock } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './Watch.module.css';

const text = labText.presets;

/** A card for each preset; the one that makes the system scale comes first. */
export function PresetCards(props: {
  presets: readonly LoadPreset[];
  disabled: boolean;
  onStart: (name: LoadPresetName) => void;
}) {
  const { presets, disabled, onStart } = props;
  const inOrder = presets.toSorted((a, b) => Number(b.searches) - Number(a.searches));
  return (
    <ul className={styles.cards}>
      {inOrder.map((preset) => (
        <li key={preset.name} className={styles.card} data-main={preset.searches || undefined}>
          <h3>{preset.title}</h3>
          <span className={styles.drawing}>
            <PlanDrawing segments={segmentsOf(preset)} />
          </span>
          <p>{preset.description}</p>
          <Button
            variant={preset.searches ? 'filled' : 'outline'}
            size="compact-md"
            disabled={disabled}
            onClick={() => onStart(preset.name)}
          >
            {preset.searches ? text.watch : text.start}{' '}
            <small>{showClock(durationOf(segmentsOf(preset)))}</small>
            <span className="unseen"> {text.of(preset.title)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function segmentsOf({ config }: LoadPreset) {
  const { profile = 'constant', rps = 1, durationS = 60, stages = [] } = config;
  return planOf({ profile, rps, durationS, stages });
}
