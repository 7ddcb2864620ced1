import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type Basket, formatBasket, isReadable, parseBasket } from './basket.ts';

/**
 * What is chosen, in the address: it survives a reload and can be sent to a friend. The third value is
 * whether all that the address says of it makes sense.
 */
export function useBasket(): [Basket, (next: Basket) => void, boolean] {
  const [search, setSearch] = useSearchParams();
  const text = search.get('basket');
  const basket = useMemo(() => parseBasket(text), [text]);
  const setBasket = useCallback(
    (next: Basket) =>
      setSearch(
        (now) => {
          const changed = new URLSearchParams(now);
          if (next.size > 0) changed.set('basket', formatBasket(next));
          else changed.delete('basket');
          return changed;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [basket, setBasket, isReadable(text)];
}
