import { readFileSync, writeFileSync } from 'node:fs';
import { generatedParts, withParts } from './pages.ts';

// `npm run tables` after a change of the error codes, the metrics or a config.ts. With --check it writes nothing and
// fails when a page is not what it would write.
const isCheck = process.argv.includes('--check');
for (const [name, parts] of Object.entries(await generatedParts())) {
  const file = new URL(`../${name}`, import.meta.url);
  const before = readFileSync(file, 'utf8');
  const text = withParts(before, parts);
  if (text === before) continue;
  if (isCheck) {
    process.stderr.write(`docs/${name} is not what the code says: run \`npm run tables\`\n`);
    process.exitCode = 1;
  } else writeFileSync(file, text);
}
