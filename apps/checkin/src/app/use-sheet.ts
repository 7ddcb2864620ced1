import { useEffect, useState } from 'react';

/** What can lie over the camera. */
export const SHEETS = ['search', 'type', 'log', 'device'] as const;
export type Sheet = (typeof SHEETS)[number];

/**
 * The sheet that is open, and how to open one or, with undefined, close it. The button of the phone that leads back
 * closes it, and does not leave the app.
 */
export function useSheet(): [Sheet | undefined, (sheet: Sheet | undefined) => void] {
  const [sheet, setSheet] = useState(sheetOf(history.state));
  useEffect(() => {
    const follow = ({ state }: PopStateEvent) => setSheet(sheetOf(state));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const open = (next: Sheet | undefined) => {
    const isOpen = sheet !== undefined;
    if (next === undefined) {
      if (isOpen) history.back();
    } else if (isOpen) {
      history.replaceState({ sheet: next }, '');
      setSheet(next);
    } else {
      history.pushState({ sheet: next }, '');
      setSheet(next);
    }
  };
  return [sheet, open];
}

function sheetOf(state: unknown): Sheet | undefined {
  const named = (state as { sheet?: string } | null)?.sheet;
  return SHEETS.find((sheet) => sheet === named);
}
