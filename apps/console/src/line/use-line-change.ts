import type { LineSettings, LiveLine } from '@onsale/api-client';
import type { ChangeLineSettings } from '@onsale/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { changeLine } from './line-queries.ts';

interface Known {
  settings: LineSettings;
  /** What the stream said when they were changed. */
  instead: LineSettings;
}

/** Changes what the team has decided about a line; each change can be taken back for a while. */
export function useLineChange({ eventId, settings: told }: LiveLine) {
  const [known, setKnown] = useState<Known>();
  // What was just changed is known before the stream tells of it.
  const isNew = known !== undefined && isSame(known.instead, told);
  const settings = isNew ? known.settings : told;
  const change = async (body: ChangeLineSettings) => {
    setKnown({ settings: await changeLine(eventId, body), instead: told });
  };
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ body }: { body: ChangeLineSettings; done: string }) => await change(body),
    onError: notifyFailure,
    onSuccess: (_done, { body, done }) => notifyDone(done, () => change(undoing(body, settings))),
  });
  return { settings, change: mutate, isChanging: isPending };
}

function undoing(body: ChangeLineSettings, before: LineSettings): ChangeLineSettings {
  const names = Object.keys(body) as (keyof LineSettings)[];
  return Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
}

function isSame(a: LineSettings, b: LineSettings): boolean {
  return (['isPaused', 'isClosed', 'perMinute', 'message'] as const).every(
    (name) => a[name] === b[name],
  );
}
