/** An order of 20 lines needs 3 KiB; the contract promises 64. */
export const BODY_LIMIT_BYTES = 64 * 1024;
