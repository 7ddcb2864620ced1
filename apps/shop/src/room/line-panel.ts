import type { EventDetails } from '@onsale/api-client';
import { lazyPage } from '../app/lazy-page.tsx';
import { loadTextsOf } from '../app/texts.ts';

/** Where somebody at the checkout is in the line: few events have one, so it comes with those. */
export const linePanel = lazyPage<LinePanelProps>(
  async () => {
    const [{ LinePanel }] = await Promise.all([import('./LinePanel.tsx'), loadTextsOf('room')]);
    return LinePanel;
  },
  () => null,
);

/** Whether an order can be sent: in a turn, or when nobody has to wait. */
export type Turn = 'unknown' | 'waiting' | 'begun' | 'unneeded';

export interface LinePanelProps {
  event: EventDetails;
  onTurn: (turn: Turn) => void;
}
