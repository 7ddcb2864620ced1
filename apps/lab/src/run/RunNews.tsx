import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';

/** Says to screen readers when a run starts and how it has ended. */
export function RunNews() {
  const run = useLab((state) => state.run);
  const outcome = useLab((state) => state.stats?.verdict.outcome);
  return (
    <output className="unseen">
      {run !== undefined &&
        (run.endS === undefined
          ? labText.started
          : outcome !== undefined && labText.ended(outcome))}
    </output>
  );
}
