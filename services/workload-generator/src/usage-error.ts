/** The command line is wrong; the message says where. */
export class UsageError extends Error {}
