import { m } from '../paraglide/messages.js';
import { Button, Notice } from '@onsale/ui';
import { ShopPage } from './ShopPage.tsx';

/** When a page can't be drawn, for example because a part of it could not be loaded. */
export function BrokenPage() {
  const failed = m.trouble_failed();
  return (
    <ShopPage title={failed}>
      <h1 className="unseen">{failed}</h1>
      <Notice live tone="bad" title={failed} text={m.trouble_failed_text()}>
        <Button onClick={() => window.location.reload()}>{m.trouble_try_again()}</Button>
      </Notice>
    </ShopPage>
  );
}
