declare const brand: unique symbol;

/** A value of T that only its own parser may make: a digest is not just any string. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Marks a text whose form its caller has just made sure of; the only cast of its kind. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller's return type names the brand
export function branded<B extends Brand<string, string>>(text: string): B {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand exists for the compiler alone
  return text as B;
}
