import type { ScalarTag } from "yaml";

const tagged = "tag:yaml.org,2002:";

/**
 * Most plain scalars begin with a letter that no null, boolean or number has: one test decides them
 * instead of five.
 */
export const plainText: ScalarTag = {
  tag: `${tagged}str`,
  default: true,
  test: /^[^-+.~\dnNtTfFyYoO]/u,
  resolve: (text) => text,
};

export const nothing: ScalarTag = {
  tag: `${tagged}null`,
  default: true,
  test: /^(?:~|null|Null|NULL|)$/u,
  resolve: () => null,
};

export function booleans(test: RegExp): ScalarTag {
  return {
    tag: `${tagged}bool`,
    default: true,
    test,
    resolve: (text) => /^(?:t|y|on$)/iu.test(text),
  };
}

/**
 * Plain numbers by their form, and the explicit tags, which complain where the text is none. `read`
 * gives the number, or text where the form is right and there is no such number.
 */
export function numbers(
  form: RegExp,
  read: (text: string) => number | string,
): readonly ScalarTag[] {
  const demanded: ScalarTag["resolve"] = (text, onError) => {
    if (!form.test(text)) onError(`not a number: ${text.slice(0, 60)}`);
    return read(text);
  };
  return [
    { tag: `${tagged}int`, default: true, test: form, resolve: read },
    { tag: `${tagged}int`, default: false, resolve: demanded },
    { tag: `${tagged}float`, default: false, resolve: demanded },
  ];
}
