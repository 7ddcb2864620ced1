import { labText } from './strings.ts';
import { useLab } from './use-lab.ts';

/** Says to screen readers when a run starts and how it has ended. */
export function RunNews() {
  const run = useLab((state) => state.run);
  const passed = useLab((state) => state.stats?.verdict.passed ?? null);
  return (
    <output className="unseen">
      {run !== undefined && (run.endS === undefined ? labText.started : labText.ended(passed))}
    </output>
  );
}
