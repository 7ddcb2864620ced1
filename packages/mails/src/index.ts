export * from './fill-placeholders.ts';
export * from './languages.ts';
export type * from './mail-about.ts';
export type * from './mail-content.ts';
export * from './mail-shop.ts';
export * from './render-mail.ts';
export { shortLine } from './clean-mail.ts';
