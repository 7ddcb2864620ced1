import { m } from '../paraglide/messages.js';
import { Button, Notice } from '@onsale/ui';
import { useEffect } from 'react';
import { ShopPage } from './ShopPage.tsx';

/** When a page can't be drawn, for example because a part of it could not be loaded. */
export function BrokenPage() {
  const isOffline = !navigator.onLine;
  useEffect(() => {
    if (!isOffline) return undefined;
    // Nothing of this page can be lost.
    const again = () => window.location.reload();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [isOffline]);
  if (isOffline) {
    const offline = m.trouble_offline();
    return (
      <ShopPage title={offline}>
        <h1 className="unseen">{offline}</h1>
        <Notice live tone="warn" title={offline} text={m.trouble_offline_page()} />
      </ShopPage>
    );
  }
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
