export * from './browser.ts';
export * from './nginx.ts';
export * from './site.ts';
export * from './visit.ts';
