import { ComingPage } from '../app/ComingPage.tsx';
import { m } from '../app/texts.ts';

export function AccountPage() {
  return <ComingPage title={m.app_account()} />;
}
