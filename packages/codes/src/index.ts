// What a team does with the codes of an event, in the console and on the command line. What one is and where it is
// kept, and how orders use it, is in the ledger.
export { asStored, changeCodes, findCode, replaceCode } from './change-codes.ts';
export { codesFile } from './codes-file.ts';
export { type CodeField } from './code-columns.ts';
export { codeOfLine, type LineProblem } from './code-of-line.ts';
export { codeOfRule, type CodeView, doTheSame, ruleOfCode, showCode } from './code-rule.ts';
export { importCodes } from './import-codes.ts';
export { codeFilter, listCodes } from './list-codes.ts';
export { makeCodes } from './make-codes.ts';
export { randomCodes } from './random-codes.ts';
