import type { EntranceSettings } from '@onsale/contracts';

/** What holds for the entrance of an event as long as nobody has set anything else. */
export const DEFAULT_ENTRANCE: EntranceSettings = {
  entrances: [{ entranceId: 'main', name: 'Main entrance' }],
  types: [],
  dayStartsAt: '06:00',
  namesOnDevices: true,
};
