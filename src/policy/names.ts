import { grouped } from "../base/group.ts";

/** `customerEmail2` as `customer`, `email`, `2`: whole words, whatever the spelling. */
function tokensOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((token) => token !== "");
}

function endsWith(tokens: readonly string[], words: readonly string[]): boolean {
  const start = tokens.length - words.length;
  return start >= 0 && words.every((word, index) => tokens[start + index] === word);
}

/**
 * What a name stands for that ends in one of the phrases, `|` between them; several meanings in the
 * order in which they are listed. Whole words are compared, never parts of them.
 */
export function meaningsByEnd<T>(
  listed: readonly (readonly [meaning: T, phrases: string])[],
): (name: string) => readonly T[] {
  const all = listed.flatMap(([meaning, phrases]) =>
    phrases.split("|").map((phrase) => ({ meaning, words: phrase.split(" ") })),
  );
  // Most names end in a word that no phrase ends in.
  const byLastWord = grouped(all, ({ words }) => words.at(-1));
  return (name) => {
    const tokens = tokensOf(name);
    const near = byLastWord.get(tokens.at(-1)) ?? [];
    return near.filter(({ words }) => endsWith(tokens, words)).map(({ meaning }) => meaning);
  };
}

function namedLike(phrases: string): (name: string) => boolean {
  const meanings = meaningsByEnd([[true, phrases]]);
  return (name) => meanings(name).length > 0;
}

/**
 * Whether the value of a variable of that name is a secret: `DB_PASSWORD` is one, `PASSWORD_FILE`
 * and `TOKEN_URL` only say where one is.
 */
export const isSecretName: (name: string) => boolean = namedLike(
  "password|passwd|passphrase|pwd|secret|secrets|token|api key|apikey|access key|secret key|private key|encryption key|signing key|account key|credential|credentials|connection string|connectionstring|conn str",
);

/** Whether a column of that name stands for a protected trait, or gives it away. */
export const isProxyName: (name: string) => boolean = namedLike(
  "zip|zip code|zipcode|postcode|postal code|first name|firstname|given name|surname|last name|lastname|family name|maiden name|gender|sex|race|ethnicity|ethnic group|religion|nationality|citizenship|country of birth|place of birth|birth place|marital status|native language|mother tongue",
);
