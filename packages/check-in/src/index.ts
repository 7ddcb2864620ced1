// What decides at the entrance, on phones and in the office: nothing of Node, and of other packages only types.
export * from './answer-scan.ts';
export * from './event-days.ts';
