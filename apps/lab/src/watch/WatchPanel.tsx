import { useQuery } from '@tanstack/react-query';
import type { LoadControl } from '../controls/use-load-control.ts';
import { presetsQuery } from '../data/lab-api.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useShownStats, useStoredRun } from '../use-lab.ts';
import { PresetCards } from './PresetCards.tsx';
import { ScaleGuide } from './ScaleGuide.tsx';
import styles from './Watch.module.css';

const text = labText.presets;

/** What a search does and why, while it runs and after. */
export function GuidePanel() {
  const stats = useShownStats();
  if (stats?.search === undefined) return null;
  return (
    <Panel title={text.watch}>
      <ScaleGuide stats={stats} search={stats.search} />
    </Panel>
  );
}

/** Loads that are started with one button. They make room for what a run shows. */
export function PresetsPanel({ control }: { control: LoadControl }) {
  const isStored = useStoredRun() !== undefined;
  const presets = useQuery(presetsQuery);
  if (isStored || control.active) return null;
  return (
    <Panel title={text.title} note={text.note}>
      {presets.data === undefined ? (
        <output className={styles.waiting}>{text.waiting}</output>
      ) : (
        <PresetCards
          presets={presets.data}
          disabled={control.busy !== undefined}
          onStart={(name) => void control.start(name)}
        />
      )}
    </Panel>
  );
}
