export * from './admission-keys.ts';
export * from './admission-token.ts';
export * from './place-cookie.ts';
