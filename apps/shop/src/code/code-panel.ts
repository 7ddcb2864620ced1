import type { EventDetails, Ticket } from '@onsale/api-client';
import { lazyPage } from '../app/lazy-page.tsx';
import { loadTextsOf } from '../app/texts.ts';

/** Where a code is entered: few events have any, so it comes with those. */
export const codePanel = lazyPage<CodePanelProps>(
  async () => {
    const [{ CodePanel }] = await Promise.all([import('./CodePanel.tsx'), loadTextsOf('code')]);
    return CodePanel;
  },
  () => null,
);

export interface CodePanelProps {
  event: EventDetails;
  /** All that there is to choose from, with the code as well. */
  tickets: readonly Ticket[];
  /** Whether there is nothing to see without one. */
  isNeeded?: boolean;
  /** An order is under way: nothing can be changed. */
  isBusy?: boolean;
  /** Whether it makes no difference for what is chosen. */
  isUnused?: boolean;
}
