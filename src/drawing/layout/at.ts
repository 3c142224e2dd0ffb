/** The number at a place that is known to be in the list. */
export function at(list: ArrayLike<number>, place: number): number {
  return list[place] ?? 0;
}
