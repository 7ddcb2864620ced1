import type { Arrow, Box, Drawing } from './draw.ts';

/** A change of state, with the step that makes it. */
export interface Change {
  from: string;
  to: string;
  step: string;
}

export interface StatesPlan {
  of: string;
  height: number;
  /** Where each state is drawn. */
  places: Record<string, Pick<Box, 'at' | 'look'>>;
  /** The way of each change, by its ends: `held expired`. */
  ways: Record<string, Omit<Arrow, 'label'>>;
}

const SIZE: Box['size'] = [104, 36];

/** States and changes come from the code; one that has no place in the plan yet is an error. */
export function drawStates(states: Iterable<string>, changes: Change[], plan: StatesPlan): Drawing {
  const ends = (change: Change) => `${change.from} ${change.to}`;
  const steps = Map.groupBy(changes, ends);
  return {
    title: `The states of ${plan.of}: ${changes.map((each) => `${each.step}, from ${each.from} to ${each.to}`).join('; ')}`,
    height: plan.height,
    boxes: [...new Set(states)].map((state) => ({
      ...planned(plan.places, state),
      size: SIZE,
      title: state,
    })),
    arrows: [...steps].map(([name, same]) => ({
      ...planned(plan.ways, name),
      label: same.map(({ step }) => step).join(', '),
    })),
  };
}

function planned<T>(plan: Record<string, T>, name: string): T {
  const found = plan[name];
  if (found === undefined) throw new Error(`nothing is drawn yet for: ${name}`);
  return found;
}
