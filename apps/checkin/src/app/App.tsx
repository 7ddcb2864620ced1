import type { ReactNode } from 'react';
import { m } from './texts.ts';
import { useLanguage } from './use-language.ts';

/** All that a device at the entrance shows. */
export function App(): ReactNode {
  useLanguage();
  return (
    <main>
      <h1>{m.app_title()}</h1>
    </main>
  );
}
