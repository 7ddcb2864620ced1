import { useComputedColorScheme } from '@mantine/core';
import { PREVIEW_READY, type Seller, type ShopPreview } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../../app/language.ts';
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
  const event = useMemo(
    () => detailsOfDraft(draft, { seller, left, nowMs: Date.now() }),
    [draft, seller, left],
  );
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
    const preview: ShopPreview = {
      ...{ kind: 'onsale preview', event, seller },
      ...{ language, colorScheme },
    };
    frame.current?.contentWindow?.postMessage(preview, location.origin);
  }, [isReady, event, seller, language, colorScheme]);
  return (
    <iframe
      ref={frame}
      src={ADDRESS}
      title={m.events_preview()}
      className={classes.frame}
      data-width={width}
    />
  );
}
