export { type CodeContent, CODE_CHARACTERS, readCode } from './code/code-layout.ts';
export {
  type TicketName,
  eventTagOf,
  ticketTag,
  ticketTagBytes,
  typeTagOf,
} from './code/ticket-tags.ts';
export * from './code/verify-code.ts';
export { addKey, formatKeys, parseKeys, readKeyFile, writeKeyFile } from './keys/key-file.ts';
export { publishedKey, type SigningKey, signCode } from './keys/signing-key.ts';
export * from './keys/ticket-keys.ts';
