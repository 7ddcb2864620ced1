import type { PASSWORD_LENGTH as OfOffice } from '@onsale/contracts';

/** As the office takes them; its list of routes is too large to be loaded for two numbers. */
export const PASSWORD_LENGTH: typeof OfOffice = { min: 12, max: 128 };
