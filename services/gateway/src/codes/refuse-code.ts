import { ApiError } from '@onsale/contracts';
import { refuseValue } from '../refuse-value.ts';

/** The refusal of a code that the event does not have, or not any more. */
export function unknownCode(): ApiError {
  return refuseValue('UNKNOWN_CODE', 'code', 'is not one of this event');
}

/** Why a code can't be used though there is one. */
export type CodeObstacle = 'used-up' | 'early' | 'over';

const SENTENCES: Readonly<Record<CodeObstacle, string>> = {
  'used-up': 'has been used as often as it can be',
  early: 'cannot be used yet',
  over: 'cannot be used any more',
};

/** The refusal of a code that somebody knows. */
export function refuseCode(why: CodeObstacle): ApiError {
  const message = SENTENCES[why];
  return new ApiError(
    why === 'used-up' ? 'CODE_USED_UP' : 'CODE_NOT_VALID',
    `the code ${message}; nothing was ordered`,
    { details: [{ path: 'code', message }] },
  );
}
