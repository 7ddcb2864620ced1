import { useForm } from '@mantine/form';
import { ApiError, type OfficeEvent } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { concernsBuyers } from '../../messages/notice-queries.ts';
import { keepUntold } from '../../messages/untold-change.ts';
import { forgetForm, keepForm, keptForm } from '../draft/kept-form.ts';
import { eventQuery, noteEvent, replaceEvent } from '../event-queries.ts';
import { checkForm, fieldOf } from '../form/check-form.ts';
import { type EventForm, formOf } from '../form/event-form.ts';
import { eventOfForm } from '../form/event-of-form.ts';
import { type Conflict, isSameEvent, mergeEvent, type MergedEvent } from '../form/merge-event.ts';
import { withTheirs } from '../form/merge-event.ts';
import { wordsOfProblems } from '../form/words-of-problem.ts';

/** An event and the revision at which it says so. */
interface Base {
  event: EventInput;
  revision: number;
}

/** What somebody else has changed meanwhile, and where their word was taken instead of ours. */
export interface Meanwhile {
  merged: MergedEvent;
  theirs: EventInput;
  chosen: readonly Conflict[];
}

/**
 * The editor of an event: what is typed is kept in this browser until it is saved, and what others save
 * meanwhile is brought together with it.
 */
export function useEditor(saved: OfficeEvent) {
  const client = useQueryClient();
  const [kept, setKept] = useState(() => keptForm(saved.eventId));
  const [base, setBase] = useState<Base>(kept?.from ?? saved);
  const [meanwhile, setMeanwhile] = useState<Meanwhile>();
  const [untold, setUntold] = useState<number>();
  const form = useForm<EventForm>({
    mode: 'controlled',
    initialValues: kept?.form ?? formOf(saved.event),
    validate: (values) => wordsOfProblems(checkForm(values)),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const event = useMemo(() => eventOfForm(values, base.event), [values, base]);
  const isChanged = !isSameEvent(event, base.event);
  useKeep(saved.eventId, { form: values, from: base, isChanged });

  const start = (next: Base) => {
    setBase(next);
    setMeanwhile(undefined);
    setKept(undefined);
    form.setValues(formOf(next.event));
    form.clearErrors();
  };
  const bringTogether = (theirs: Base) => {
    const merged = mergeEvent(base.event, event, theirs.event);
    setBase(theirs);
    if (merged.takenOver.length === 0 && merged.conflicts.length === 0) return;
    form.setValues(formOf(merged.event));
    setMeanwhile({ merged, theirs: theirs.event, chosen: [] });
  };
  // The page learns of what others save also while nothing is sent.
  const take = useEffectEvent((theirs: Base) => {
    if (theirs.revision <= base.revision) return;
    if (isChanged) bringTogether(theirs);
    else start(theirs);
  });
  // oxlint-disable-next-line react/set-state-in-effect -- others save outside of this page
  useEffect(() => take(saved), [saved]);

  const send = useMutation({
    mutationFn: () => replaceEvent(event, base.revision),
    onSuccess: (answer) => {
      const before = base;
      noteEvent(client, answer);
      start(answer);
      if (concernsBuyers(before.event, answer.event)) {
        setUntold(keepUntold(saved.eventId, untold ?? before.revision));
      }
      notifyDone(m.events_saved(), async () => {
        setUntold(undefined);
        noteEvent(client, await replaceEvent(before.event, answer.revision));
        notifyDone(m.events_saved_undo());
      });
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.status === 412) {
        bringTogether(await client.fetchQuery({ ...eventQuery(saved.eventId), staleTime: 0 }));
      } else if (error instanceof ApiError && error.details.length > 0) {
        form.setErrors(
          Object.fromEntries(error.details.map((each) => [fieldOf(each.path), each.message])),
        );
      } else {
        notifyFailure(error);
      }
    },
  });
  return {
    ...{ form, event, isChanged, meanwhile, kept, isSaving: send.isPending },
    /** The revision since which buyers were told nothing of what they must know. */
    untold,
    forgetUntold: () => setUntold(undefined),
    save: () => {
      if (!form.validate().hasErrors) send.mutate();
    },
    discard: () => start(saved),
    choose: (conflict: Conflict, isTheirs: boolean) => {
      if (meanwhile === undefined) return;
      const { mine } = conflict;
      form.setValues(
        formOf(withTheirs(event, isTheirs ? conflict : { ...conflict, theirs: mine })),
      );
      const others = meanwhile.chosen.filter((each) => each !== conflict);
      setMeanwhile({ ...meanwhile, chosen: isTheirs ? [...others, conflict] : others });
    },
  };
}

/** Writing to the browser's storage at each letter would be felt. */
const PAUSE_MS = 300;

function useKeep(
  eventId: string,
  { form, from, isChanged }: { form: EventForm; from: Base; isChanged: boolean },
): void {
  const { event, revision } = from;
  useEffect(() => {
    if (!isChanged) {
      forgetForm(eventId);
      return undefined;
    }
    const keep = () => keepForm(eventId, { form, from: { event, revision } });
    const timer = setTimeout(keep, PAUSE_MS);
    // Whoever reloads within the pause has typed it as well.
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [eventId, form, event, revision, isChanged]);
}
