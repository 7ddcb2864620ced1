import { useComputedColorScheme } from '@mantine/core';
import { PREVIEW_READY, type Seller, type ShopPreview } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../app/use-language.ts';
import { m } from '../../app/texts.ts';
import { detailsOfDraft, type Left } from './details-of-draft.ts';
import classes from './PreviewFrame.module.css';

/** Where the build puts the shop's own pages, as they are drawn from a draft. */
const ADDRESS = '/preview/preview.html';

/** The shop's page of a draft, as it is at this moment. */
export function PreviewFrame({
  draft,
  seller,
  left,
  width,
}: {
  draft: EventInput;
  seller: Seller;
  left: Left;
  width: 'phone' | 'desktop';
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  const language = useLanguage();
  const colorScheme = useComputedColorScheme('light');
  useEffect(() => {
    const hear = ({ data, source, origin }: MessageEvent<unknown>) => {
      const isOurs = origin === location.origin && source === frame.current?.contentWindow;
      if (isOurs && data === PREVIEW_READY) setReady(true);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    if (!isReady) return;
    const event = detailsOfDraft(draft, { seller, left, nowMs: Date.now() });
    const preview: ShopPreview = {
      ...{ kind: 'onsale preview', event, seller },
      ...{ language, colorScheme },
    };
    frame.current?.contentWindow?.postMessage(preview, location.origin);
  }, [isReady, draft, seller, left, language, colorScheme]);
  return (
    <iframe
      ref={frame}
      src={ADDRESS}
      // Its scripts are ours; it opens no windows, and leads the console nowhere.
      // oxlint-disable-next-line react/iframe-missing-sandbox -- it is drawn with our own address
      sandbox="allow-scripts allow-same-origin"
      title={m.events_preview()}
      className={classes.frame}
      data-width={width}
    />
  );
}
