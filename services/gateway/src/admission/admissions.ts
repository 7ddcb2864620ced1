import {
  AdmissionKeys,
  type AdmissionProblem,
  readCookie,
  verifyAdmission,
  verifyPlace,
} from '@onsale/admission';
import { ApiError, PLACE_COOKIE } from '@onsale/contracts';
import { admissionFromOf, type EventDocument } from '@onsale/ledger';
import { splitList } from '@onsale/service';

/** What a request brings with it. */
export interface AdmissionHeaders {
  /** The header `ADMISSION_HEADER`. */
  token: string | undefined;
  /** The header `Cookie`. */
  cookie: string | undefined;
}

/**
 * Checks the admissions of orders without asking anybody: signature, event, place and time. Whether a turn goes on and
 * was not used yet is decided by `place`, in Redis.
 */
export class Admissions {
  readonly #keys: AdmissionKeys | undefined;

  /** `secrets`: `ADMISSION_KEYS`; without them no event with a waiting room is sold. */
  constructor(secrets: string | undefined) {
    this.#keys = secrets === undefined ? undefined : new AdmissionKeys(splitList(secrets));
  }

  /** Whether orders of this event can be admitted. */
  canServe({ waitingRoom }: Pick<EventDocument, 'waitingRoom'>): boolean {
    return waitingRoom === undefined || this.#keys !== undefined;
  }

  /**
   * The place whose turn an order uses; undefined where it has no admission and needs none as far as this process
   * knows: Redis judges again, by its own clock. Throws `ApiError`: 403 without a good admission, and 503 when none can
   * be checked because `ADMISSION_KEYS` is missing.
   */
  placeOf(event: EventDocument, headers: AdmissionHeaders, nowMs: number): string | undefined {
    const from = admissionFromOf(event);
    if (from === undefined) return undefined;
    const keys = this.#keys;
    if (keys === undefined) {
      throw new ApiError('NOT_READY', NO_KEYS, { retryAfterS: RETRY_AFTER_S });
    }
    const place = verifyPlace(keys, readCookie(headers.cookie, PLACE_COOKIE));
    const admission = verifyAdmission(keys, headers.token, { eventId: event.id, place, nowMs });
    if (typeof admission !== 'string') return admission.place;
    if (from === 'automatic' || nowMs < from) return undefined;
    throw admissionRequired(event.id, WORDS[admission]);
  }
}

/** 403, with the way to the line. */
export function admissionRequired(
  eventId: string,
  why = 'your turn is over or was used, or you have none yet',
): ApiError {
  return new ApiError(
    'ADMISSION_REQUIRED',
    `this event has a waiting room, and ${why}; its line is at /line/${eventId}`,
    { details: [{ path: 'line', message: `/line/${eventId}` }] },
  );
}

const WORDS: Record<AdmissionProblem, string> = {
  missing: 'the order has no admission',
  malformed: 'this is not an admission',
  'other-event': 'this admission is for another event',
  'no-place': 'this browser has no place in its line',
  forged: 'this admission is not for this place in its line',
  expired: 'this admission is over',
};

const RETRY_AFTER_S = 30;
const NO_KEYS =
  'orders for this event cannot be taken yet, because it has a waiting room and the shop has no ' +
  'ADMISSION_KEYS; nothing was ordered';
