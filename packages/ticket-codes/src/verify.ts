// What the check of a code needs, and nothing of Node: for pages.
export { type CodeContent, CODE_CHARACTERS } from './code/code-layout.ts';
export * from './code/verify-code.ts';
