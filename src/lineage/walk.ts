/**
 * A result for each number of the walk, at its number and made in the order of the walk: what lies
 * together in the files lies together in memory, and things of all kinds take turns.
 */
export function along<T>(
  walk: readonly number[],
  make: (number: number) => T,
): readonly (T | undefined)[] {
  const made: (T | undefined)[] = walk.map(() => undefined);
  walk.forEach((number) => {
    made[number] = make(number);
  });
  return made;
}
