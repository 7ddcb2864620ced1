/** An order of 20 lines needs 3 KiB. */
export const BODY_LIMIT_BYTES = 16 * 1024;
