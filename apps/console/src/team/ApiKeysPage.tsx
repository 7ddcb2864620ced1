import { ComingPage } from '../app/ComingPage.tsx';
import { m } from '../app/texts.ts';

export function ApiKeysPage() {
  return <ComingPage title={m.app_nav_api_keys()} />;
}
