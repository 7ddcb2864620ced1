import { ApiError, type CrowdStart } from '@onsale/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { CrowdFeed } from '../data/crowd-feed.ts';
import { type FieldErrors, fieldErrors } from '../data/field-errors.ts';
import { crowdQuery, isUnreachable, startCrowd, stopCrowd } from '../data/lab-api.ts';
import { labText } from '../strings.ts';

const text = labText.crowd;
const common = { networkMode: 'always' } as const;

/** The crowd that is there or was last, and how another comes or goes. */
export function useCrowd() {
  const client = useQueryClient();
  const [feed] = useState(() => new CrowdFeed());
  const stats = useQuery(crowdQuery).data;
  useEffect(() => feed.tell(stats?.seconds ?? []), [feed, stats]);
  const onSettled = () => client.invalidateQueries({ queryKey: crowdQuery.queryKey });
  const start = useMutation({ ...common, mutationFn: startCrowd, onSettled });
  const stop = useMutation({ ...common, mutationFn: stopCrowd, onSettled });
  const error = start.error ?? stop.error;
  return {
    feed,
    stats,
    isThere: stats?.state === 'running',
    isStarting: start.isPending,
    isStopping: stop.isPending,
    errors: errorsOf(error),
    message: messageOf(error),
    start: (asked: CrowdStart) => start.mutate(asked),
    stop: () => stop.mutate(),
  };
}

export type Crowd = ReturnType<typeof useCrowd>;

function errorsOf(error: Error | null): FieldErrors {
  return error instanceof ApiError ? fieldErrors(error.details) : {};
}

function messageOf(error: Error | null): string | undefined {
  if (error === null) return undefined;
  return isUnreachable(error) ? text.unreachable : text.failed(error.message);
}
