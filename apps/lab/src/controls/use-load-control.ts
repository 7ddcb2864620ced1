import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type LoadPresetName } from '@onsale/api-client';
import { type FieldErrors, fieldErrors } from '../data/field-errors.ts';
import { type Edits, editedFields, editedForm, remainingEdits } from '../data/form-edits.ts';
import { changeConfig, isUnreachable, replaceConfig, startRun, stopRun } from '../data/lab-api.ts';
import { changeOf, type LoadForm } from '../data/load-form.ts';
import { isActive } from '../data/load-samples.ts';
import { labText } from '../strings.ts';
import { useLab, useLabFeed } from '../use-lab.ts';

const text = labText.controls;

export type Busy = 'starting' | 'stopping' | 'applying' | undefined;
export type LoadControl = ReturnType<typeof useLoadControl>;

/**
 * The form of the load, and everything that can be done with it. It shows the configuration that runs
 * or ran last, whoever has started it; what is typed stays beside that until it is applied or
 * discarded.
 */
export function useLoadControl() {
  const client = useQueryClient();
  const feed = useLabFeed();
  const [edits, setEdits] = useState<Edits>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState<Busy>();
  const rateTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const active = useLab(({ stats }) => stats !== undefined && isActive(stats));
  const sending = useLab(({ stats }) => stats?.state === 'running');
  const searchRate = useLab(({ stats }) =>
    stats?.search !== undefined && isActive(stats) ? Math.round(stats.targetRps) : undefined,
  );
  const config = useLab((state) => state.config);
  const form = config === undefined ? undefined : editedForm(config, edits);
  const edited = config === undefined ? [] : editedFields(config, edits);
  useEffect(() => () => clearTimeout(rateTimer.current), []);
  // What was typed and now runs is no edit any more, even if it is changed elsewhere later.
  const [pruned, setPruned] = useState(config);
  if (config !== undefined && config !== pruned) {
    setPruned(config);
    setEdits(remainingEdits(config, edits));
  }

  const discard = () => {
    clearTimeout(rateTimer.current);
    setEdits({});
    setErrors({});
    setMessage(undefined);
  };
  const fail = (error: unknown) => {
    setErrors({});
    if (isUnreachable(error)) {
      setMessage(text.unreachable);
    } else if (error instanceof ApiError) {
      setErrors(fieldErrors(error.details));
      setMessage(wordsOf(error));
    } else {
      throw error;
    }
  };
  const attempt = async (doing: Exclude<Busy, undefined>, work: () => Promise<void>) => {
    clearTimeout(rateTimer.current);
    setBusy(doing);
    setMessage(undefined);
    try {
      await work();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(undefined);
      void client.invalidateQueries({ queryKey: ['lab', 'runs'] });
    }
  };
  const sendForm = async (): Promise<boolean> => {
    const asked = form === undefined ? undefined : changeOf(form);
    if (asked?.ok !== true) {
      setErrors(fieldErrors(asked?.details ?? []));
      setMessage(text.fieldsWrong);
      return false;
    }
    feed.acceptConfig(await replaceConfig(asked.change));
    setEdits({});
    setErrors({});
    return true;
  };
  const sendRate = async (rps: number) => {
    try {
      await changeConfig({ rps });
      setErrors({});
      setMessage(undefined);
    } catch (error) {
      fail(error);
    }
  };

  return {
    form,
    errors,
    message,
    busy,
    active,
    sending,
    searching: searchRate !== undefined,
    /** What a search sends at this moment; its configuration has only the highest rate it may try. */
    searchRate,
    isEdited: (name: keyof LoadForm) => edited.includes(name),
    editCount: edited.length,
    discard,
    change: (part: Partial<LoadForm>) =>
      setEdits((old) => (config === undefined ? old : remainingEdits(config, { ...old, ...part }))),
    /** A running load is told when nothing has changed for `waitMs`. */
    changeRate: (rps: LoadForm['rps'], waitMs: number) => {
      setEdits((old) => ({ ...old, rps }));
      clearTimeout(rateTimer.current);
      if (sending && rps !== '') {
        rateTimer.current = setTimeout(() => void sendRate(rps), waitMs);
      }
    },
    /** Starts what the form says, or a preset by its name, which leaves what was typed alone. */
    start: (preset?: LoadPresetName) =>
      attempt('starting', async () => {
        if (preset !== undefined) await startRun({ preset });
        else if (await sendForm()) await startRun({});
      }),
    apply: () =>
      attempt('applying', async () => {
        if (await sendForm()) setMessage(text.applied);
      }),
    stop: () => attempt('stopping', stopRun),
  };
}

function wordsOf(error: ApiError): string {
  if (error.code === 'RUN_ACTIVE') return text.alreadyRunning;
  if (error.code === 'NO_ACTIVE_RUN') return text.nothingToStop;
  return error.details.length > 0 ? text.fieldsWrong : error.message;
}
