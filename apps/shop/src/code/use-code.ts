import { ApiError, isTemporary, onServerClock, type CodeOffer } from '@onsale/api-client';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useSearchParams } from 'wouter';
import { codeQuery } from '../app/queries.ts';
import { canBeCode, normalizeCode } from './code-text.ts';
import { isInTime } from './offer.ts';

/** The code that a buyer has entered, and what it is good for. */
export interface EnteredCode {
  /** In capitals; empty when there is none. */
  code: string;
  enter: (text: string) => void;
  /** Undefined until it is known, and when the code can't be used now. */
  offer: CodeOffer | undefined;
  /** The same, whatever its time. */
  found: CodeOffer | undefined;
  /** When the offer was read last: Unix time in ms. */
  readMs: number;
  /** The answer is on its way. */
  isAsked: boolean;
  /** What the server, or the page itself, says against it. */
  refusal: string | undefined;
}

/** The code in the address: like the basket it survives a reload, and a link can bring one along. */
export function useCode(eventId: string): EnteredCode {
  const [search, setSearch] = useSearchParams();
  const code = normalizeCode(search.get('code'));
  const query = useQuery({ ...codeQuery(eventId, code), enabled: canBeCode(code) });
  const enter = useCallback(
    (text: string) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now);
          if (normalizeCode(text) === '') next.delete('code');
          else next.set('code', normalizeCode(text));
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const refusal = refusalIn(code, query.error ?? query.failureReason);
  // What was good a moment ago may be used up.
  const found = refusal === undefined || query.error === null ? query.data : undefined;
  return {
    ...{ code, enter, refusal, found },
    offer: found !== undefined && isInTime(found, onServerClock()) ? found : undefined,
    readMs: query.dataUpdatedAt,
    isAsked: canBeCode(code) && query.isPending && query.failureCount === 0,
  };
}

function refusalIn(code: string, error: Error | null): string | undefined {
  if (code === '') return undefined;
  if (!canBeCode(code)) return 'CODE_NOT_FOUND';
  if (!(error instanceof ApiError)) return undefined;
  return isTemporary(error) && error.code !== 'RATE_LIMITED' ? undefined : error.code;
}
