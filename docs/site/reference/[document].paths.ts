import { readdirSync, readFileSync } from 'node:fs';
import { type ApiDocument, writeReference } from './write-reference.ts';

const DOCUMENTS = new URL('../../../api/', import.meta.url);

// A page for each document of api/, which the contracts are written to.
export default {
  paths: () =>
    readdirSync(DOCUMENTS).map((file) => {
      const document = JSON.parse(readFileSync(new URL(file, DOCUMENTS), 'utf8')) as ApiDocument;
      return {
        params: { document: file.replace('.openapi.json', '') },
        content: writeReference(document),
      };
    }),
};
