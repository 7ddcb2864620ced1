import { parseArgs } from 'node:util';
import { buildImage } from './build-image.ts';
import { runEngine } from './engine.ts';
import { findEngine } from './find-engine.ts';
import { imageName, listImages } from './image-list.ts';
import { loadCommands } from './load-commands.ts';
import { chooseBases } from '../without-registry/stand-ins.ts';

const USAGE = `npm run images -- list               the images there are
npm run images -- build [NAME...]    builds them, or all of them
npm run images -- bases              makes the stand-ins of base images that can't be pulled
  --tag TAG                          instead of the version of package.json
IMAGE_REPOSITORY is where the images are, by default localhost/onsale.`;

try {
  const options = { tag: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [command, ...names] = positionals;
  if (values.help === true) say(USAGE);
  else if (command === 'list')
    for (const { name } of listImages()) say(imageName(name, values.tag));
  else if (command === 'build') await build(names, values.tag);
  else if (command === 'bases') await chooseBases(await findEngine(say), say);
  else {
    say(USAGE);
    process.exitCode = command === undefined ? 0 : 2;
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function build(names: readonly string[], tag: string | undefined): Promise<void> {
  const recipes = listImages().filter(({ name }) => names.length === 0 || names.includes(name));
  const unknown = names.filter((name) => !recipes.some((recipe) => recipe.name === name));
  if (unknown.length > 0) throw new Error(`there is no image ${unknown.join(', ')}\n${USAGE}`);
  const engine = await findEngine(say);
  const bases = await chooseBases(engine, say);
  const images: string[] = [];
  for (const recipe of recipes) {
    say(`[${images.length + 1}/${recipes.length}] building ${imageName(recipe.name, tag)}`);
    const start = performance.now();
    const image = await buildImage(engine, recipe, { bases, tag });
    const seconds = (performance.now() - start) / 1000;
    const size = await runEngine(engine, ['image', 'inspect', '--format', '{{.Size}}', image]);
    say(`      built in ${seconds.toFixed(1)} s, ${(Number(size) / 1e6).toFixed(0)} MB`);
    images.push(image);
  }
  const { save, load } = loadCommands(engine, images);
  say('\nTo load them into a local cluster:');
  if (save !== undefined) say(`  ${save}`);
  say(`${save === undefined ? 'with' : 'and then, with'} kind, k3d or minikube:`);
  for (const command of Object.values(load)) say(`  ${command}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
