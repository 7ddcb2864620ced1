// Classes of SQLSTATE that say that the server, or the transaction, can't go on now, but that the same may
// succeed later: connection, resources, an operator, a conflict of transactions.
const PASSING = /^(08|25|40|53|55|57)/;
// Of a socket, as Node names them.
const SOCKET =
  /^E(CONNREFUSED|CONNRESET|PIPE|HOSTUNREACH|NETUNREACH|TIMEDOUT|NOTFOUND|AI_AGAIN)$|^ENOENT$/;
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** Whether PostgreSQL can't be reached or can't work at present, so that the same may succeed later. */
export function isRecordsOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isRecordsOutage);
  if (!(error instanceof Error)) return false;
  const { code = '' } = error as { code?: string };
  return PASSING.test(code) || SOCKET.test(code) || LOST.test(error.message);
}

/** An error for the log: PostgreSQL's own quote rows, with names and addresses, in all but the message. */
export function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { name, message, stack, code } = error;
  return { name, message, stack, code };
}
