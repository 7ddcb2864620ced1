// Files for spreadsheets: written as each of them opens them, and read whoever has saved them.
export * from './csv-file.ts';
export * from './csv-line.ts';
