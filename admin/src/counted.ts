/** How many there are of something, in words for people: "1 order", "2,000 orders". */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
}
