import { type ComponentType, useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';

/** A page, or a part of one, whose code is loaded when it is needed, or a little earlier. */
export interface LazyPage<Props> {
  Page: ComponentType<Props>;
  /** Loads the code; a failure shows when the page is opened, which tries again. */
  preload: () => void;
}

/** `Waiting` is shown until the code is there. */
export function lazyPage<Props extends object = object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType = Arriving,
): LazyPage<Props> {
  let loaded: ComponentType<Props> | undefined;
  const loadOnce = async () => (loaded ??= await load());

  function Page(props: Props) {
    // Code that is there already draws at once, without a frame of nothing.
    const [Loaded, setLoaded] = useState(() => loaded);
    const [failure, setFailure] = useState<unknown>();
    useEffect(() => {
      if (Loaded === undefined) loadOnce().then((page) => setLoaded(() => page), setFailure);
    }, [Loaded]);
    if (failure !== undefined) throw failure;
    return Loaded === undefined ? <Waiting /> : <Loaded {...props} />;
  }

  return { Page, preload: () => void loadOnce().catch(() => undefined) };
}

// As index.html looks before any code has come.
function Arriving() {
  return (
    <div className="arriving">
      <span className="brand">{m.brand()}</span>
    </div>
  );
}
