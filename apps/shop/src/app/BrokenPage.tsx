import { strings } from './strings.ts';
import { Button, Notice } from '@onsale/ui';
import { ShopPage } from './ShopPage.tsx';

/** When a page can't be drawn, for example because a part of it could not be loaded. */
export function BrokenPage() {
  const { failed, failedText, again } = strings.trouble;
  return (
    <ShopPage title={failed}>
      <h1 className="unseen">{failed}</h1>
      <Notice live tone="bad" title={failed} text={failedText}>
        <Button onClick={() => window.location.reload()}>{again}</Button>
      </Notice>
    </ShopPage>
  );
}
