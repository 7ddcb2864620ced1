import '@onsale/ui/styles/tokens.css';
import '@onsale/ui/styles/page.css';
import { restoreColorScheme } from '@onsale/ui';
import { keepApp } from '../offline/keep-app.ts';
import { restoreLanguage } from './language.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw in');

restoreColorScheme();
// Nothing is drawn before its texts are there; both are loaded at the same time.
void Promise.all([import('./start.tsx'), restoreLanguage()]).then(([{ start }]) => start(root));
void keepApp();
