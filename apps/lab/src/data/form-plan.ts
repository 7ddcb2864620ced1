import { planOf, type Segment } from '@onsale/contracts/load-plan';
import type { LoadForm } from './load-form.ts';

/** The plan of what stands in the form; an empty field counts as 0. */
export function formPlan(
  form: Pick<LoadForm, 'rps' | 'durationS' | 'profile' | 'stages'>,
): Segment[] {
  return planOf({
    profile: form.profile,
    rps: Number(form.rps),
    durationS: Number(form.durationS),
    stages: form.stages.map((stage) => ({
      rps: Number(stage.rps),
      durationS: Number(stage.durationS),
      ramp: stage.ramp,
    })),
  });
}
