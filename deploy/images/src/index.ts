export * from './build-image.ts';
export * from './engine.ts';
export * from './find-engine.ts';
export * from './image-list.ts';
export * from './load-commands.ts';
export * from '../without-registry/install-packages.ts';
export * from './run-command.ts';
export * from '../without-registry/stand-ins.ts';
