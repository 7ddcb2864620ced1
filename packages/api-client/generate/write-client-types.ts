import { mkdir, writeFile } from 'node:fs/promises';
import { clientTypes, GENERATED } from './client-types.ts';

// Writes the types of the published interfaces; run `npm run api` after changing a schema.
await mkdir(GENERATED, { recursive: true });
for (const [name, text] of await clientTypes()) await writeFile(new URL(name, GENERATED), text);
