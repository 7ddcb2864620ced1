import type { LineSettings, LiveLine } from '@onsale/api-client';
import type { ChangeLineSettings } from '@onsale/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { changeLine } from './line-queries.ts';

/** The stream tells of a change within a second; until then what the office has answered is newer. */
const ANSWER_MS = 2500;

/** Changes what the team has decided about a line; each change can be taken back for a while. */
export function useLineChange({ eventId, settings: told }: LiveLine) {
  const [answer, setAnswer] = useState<LineSettings>();
  const settings = answer ?? told;
  const change = async (body: ChangeLineSettings) => {
    const answered = await changeLine(eventId, body);
    setAnswer(answered);
    setTimeout(() => setAnswer((now) => (now === answered ? undefined : now)), ANSWER_MS);
  };
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ body }: { body: ChangeLineSettings; done: string }) => {
      const before = settings;
      await change(body);
      return before;
    },
    onError: notifyFailure,
    onSuccess: (before, { body, done }) => notifyDone(done, () => change(undoing(body, before))),
  });
  return { settings, change: mutate, isChanging: isPending };
}

function undoing(body: ChangeLineSettings, before: LineSettings): ChangeLineSettings {
  const names = Object.keys(body) as (keyof LineSettings)[];
  return Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
}
