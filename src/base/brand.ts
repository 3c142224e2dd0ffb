declare const brand: unique symbol;

/** A value of T that only its own parser may make: a digest is not just any string. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
