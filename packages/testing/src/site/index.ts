export * from './browser.ts';
export * from './nginx.ts';
export * from './office-services.ts';
export * from './payment-services.ts';
export * from './site.ts';
export * from './sign-in.ts';
export * from './visit.ts';
export * from './test-camera.ts';
