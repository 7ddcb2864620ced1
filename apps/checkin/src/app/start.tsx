import { createRoot } from 'react-dom/client';
import { NoticeScreen } from './NoticeScreen.tsx';
import { m } from './texts.ts';

/** Draws the app of the entrance. */
export function start(root: HTMLElement): void {
  createRoot(root).render(<NoticeScreen title={m.starting()} />);
}
