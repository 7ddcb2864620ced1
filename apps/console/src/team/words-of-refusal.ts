import { ApiError } from '@onsale/api-client';
import { wordsOfFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';

/** Why somebody was not let in, as a sentence. */
export function wordsOfRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return wordsOfFailure(error);
  switch (error.code) {
    case 'SIGN_IN_FAILED':
      return m.team_refused();
    case 'WRONG_CODE':
      return m.team_code_wrong();
    case 'WRONG_PASSWORD':
      return m.team_password_wrong();
    case 'SIGN_IN_AGAIN':
      return m.team_sign_in_again();
    case 'LINK_EXPIRED':
      return m.team_link_expired();
    case 'LAST_OWNER':
      return m.team_last_owner();
    case 'MEMBER_EXISTS':
      return m.team_member_exists();
    case 'RATE_LIMITED':
      return m.team_too_many({ minutes: Math.ceil((error.retryAfterS ?? 60) / 60) });
    default:
      return wordsOfFailure(error);
  }
}
