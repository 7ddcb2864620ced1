/** The namespace of everything in a cluster. */
export const NAMESPACE = 'webapp-mq';
