// oxlint-disable-next-line typescript/no-empty-interface -- filled with its routes
export interface EventTables {}
