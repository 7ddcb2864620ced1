export { MAX_BODY } from './answer-parser.ts';
export type { Exchange } from './connection.ts';
export { CUT_OFF, errorKind } from './error-kind.ts';
export { LoadClient } from './load-client.ts';
export { RequestText } from './request-text.ts';
