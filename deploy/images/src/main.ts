import { buildImage } from './build-image.ts';
import { findEngine } from './find-engine.ts';
import { imageName, listImages } from './image-list.ts';
import { chooseBases } from '../without-registry/stand-ins.ts';

const USAGE = `npm run images -- list               the images there are
npm run images -- build [NAME...]    builds them, or all of them
npm run images -- bases              makes the stand-ins of base images that can't be pulled`;

try {
  const [command, ...names] = process.argv.slice(2);
  if (command === 'list') for (const { name } of listImages()) say(imageName(name));
  else if (command === 'build') await build(names);
  else if (command === 'bases') await chooseBases(await findEngine(say), say);
  else {
    say(USAGE);
    process.exitCode = command === undefined ? 0 : 2;
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function build(names: readonly string[]): Promise<void> {
  const recipes = listImages().filter(({ name }) => names.length === 0 || names.includes(name));
  const unknown = names.filter((name) => !recipes.some((recipe) => recipe.name === name));
  if (unknown.length > 0) throw new Error(`there is no image ${unknown.join(', ')}\n${USAGE}`);
  const engine = await findEngine(say);
  const bases = await chooseBases(engine, say);
  for (const recipe of recipes) {
    const start = performance.now();
    const image = await buildImage(engine, recipe, { bases });
    say(`built ${image} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
