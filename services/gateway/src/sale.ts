import type { Ledger } from '@onsale/ledger';
import type { Admissions } from './admission/admissions.ts';
import type { CatalogView } from './browse/catalog-view.ts';
import type { AddressLimit } from './clients/address-limit.ts';
import type { WrongCodeLimit } from './codes/wrong-code-limit.ts';
import type { CustomerTags } from './customers/customer-tags.ts';
import type { LineWatch } from './place-in-line/line-watch.ts';
import type { OrderFollowers } from './orders/order-followers.ts';
import type { OrderPlacer } from './orders/order-placer.ts';
import type { OrderReader } from './orders/order-reader.ts';

/** What the public routes work with, once Redis and the catalog are available. */
export interface Sale {
  ledger: Ledger;
  catalogView: CatalogView;
  tags: CustomerTags;
  admissions: Admissions;
  placer: OrderPlacer;
  reader: OrderReader;
  line: LineWatch;
  followers: OrderFollowers;
  /** Both undefined when orders are not limited. */
  orderLimit: AddressLimit | undefined;
  codeLimit: WrongCodeLimit | undefined;
}
