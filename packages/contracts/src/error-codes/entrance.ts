import type { ErrorCodeEntries } from './error-code.ts';

/** What the office answers about entrances and their devices. */
export const entranceErrors = {
  DEVICE_REVOKED: {
    status: 401,
    meaning: 'The device was signed out',
    action:
      'Sign in with a new code. `POST /v1/checkins` takes up to 10,000 waiting scans for 30 days',
  },
  DEVICE_NOT_FOUND: {
    status: 404,
    meaning: 'The event has none such',
  },
  SCAN_NOT_FOUND: {
    status: 404,
    meaning: 'The event has none such, or it is not a conflict',
  },
  ENTRANCE_IN_USE: {
    status: 409,
    meaning: 'An entrance to remove, in `details`, has devices',
  },
  TOO_MANY_DEVICES: {
    status: 409,
    meaning: 'There are as many as there can be',
  },
  NOT_CHECKED_IN: {
    status: 409,
    meaning: 'The ticket is not in',
  },
  DEVICE_CODE_EXPIRED: {
    status: 410,
    meaning: 'It was used, is too old, or was never valid',
    action: 'Get a new one from the console',
  },
} as const satisfies ErrorCodeEntries;
