/**
 * How many of the calls that all payments may make in a second one line may count on, when the others would use
 * `othersWantPerS`. A line that wants less than an even share gets what it wants; the rest is split evenly among all
 * others. So no line starves, and none is kept from what another one leaves.
 */
export function shareCalls(callsPerS: number, othersWantPerS: readonly number[]): number {
  let left = callsPerS;
  let lines = othersWantPerS.length + 1;
  for (const wantPerS of othersWantPerS.toSorted((a, b) => a - b)) {
    if (wantPerS >= left / lines) break;
    left -= wantPerS;
    lines -= 1;
  }
  return left / lines;
}
