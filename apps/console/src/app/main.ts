import { restoreLanguage } from './language.ts';

// Nothing is drawn before its texts are there; both are loaded at the same time.
const [{ drawConsole }] = await Promise.all([import('./draw-console.tsx'), restoreLanguage()]);
drawConsole();
