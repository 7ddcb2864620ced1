import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { LoadConfig } from '@onsale/contracts';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@onsale/api-client';
import { type FieldErrors, fieldErrors } from '../data/field-errors.ts';
import {
  changeConfig,
  configQuery,
  isUnreachable,
  replaceConfig,
  startRun,
  stopRun,
} from '../data/lab-api.ts';
import { changeOf, formOf, isChanged, type LoadForm } from '../data/load-form.ts';
import { isActive } from '../data/load-samples.ts';
import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';

const text = labText.controls;

export type Busy = 'starting' | 'stopping' | 'applying' | undefined;

/** The form of the load, and everything that can be done with it. */
export function useLoadControl() {
  const client = useQueryClient();
  const [known, setKnown] = useState<LoadConfig>();
  const [edited, setEdited] = useState<LoadForm>();
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState<Busy>();
  const rateTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const active = useLab(({ stats }) => stats !== undefined && isActive(stats));
  const sending = useLab(({ stats }) => stats?.state === 'running');
  const first = useQuery({ ...configQuery, enabled: known === undefined });
  const config = known ?? first.data;
  const form = edited ?? (config === undefined ? undefined : formOf(config));
  const keep = (now: LoadConfig) => {
    setKnown(now);
    setEdited(undefined);
    setErrors({});
  };
  const change = (part: Partial<LoadForm>) => {
    if (form !== undefined) setEdited({ ...form, ...part });
  };
  useEffect(() => () => clearTimeout(rateTimer.current), []);

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
    keep(await replaceConfig(asked.change));
    return true;
  };
  const sendRate = async (rps: number) => {
    try {
      const now = await changeConfig({ rps });
      setKnown(now);
      // A new rate has ended the plan of stages.
      setEdited((old) => old && { ...old, profile: now.profile });
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
    isReadingFailed: first.isError,
    /** The rate alone is left out: a running load has it already. */
    hasChanges:
      form !== undefined && config !== undefined && isChanged({ ...form, rps: config.rps }, config),
    change,
    /** A running load is told when nothing has changed for `waitMs`. */
    changeRate: (rps: LoadForm['rps'], waitMs: number) => {
      change({ rps });
      clearTimeout(rateTimer.current);
      if (sending && rps !== '') {
        rateTimer.current = setTimeout(() => void sendRate(rps), waitMs);
      }
    },
    start: () =>
      attempt('starting', async () => {
        if (await sendForm()) await startRun();
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
