// Inputs that once broke a parser, and those made to reach each of its corners (bench/fuzz.mjs).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { targets, type FuzzTarget } from "../bench/fuzz/targets.ts";

const root = new URL("../fixtures/fuzz/", import.meta.url);
const encoder = new TextEncoder();

/** The inputs that were found, by file name. */
function casesOf(name: string): readonly (readonly [string, Uint8Array])[] {
  const folder = new URL(`${name}/`, root);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((file) => [file, new Uint8Array(readFileSync(new URL(file, folder)))] as const);
}

/** What the target throws for an input, if it does. */
function brokenBy(target: FuzzTarget, input: Uint8Array): readonly string[] {
  try {
    target.run(input);
    return [];
  } catch (error) {
    return [`${target.name}: ${String(error)}`];
  }
}

test.each(targets.map((target) => [target.name, target] as const))(
  "%s keeps its promises on every input that was ever found, and on its own words alone",
  (name, target) => {
    const found = casesOf(name).map(([, input]) => input);
    const words = target.tokens.map((token) => encoder.encode(token));
    const repeated = target.tokens.map((token) => encoder.encode(token.repeat(50)));
    const inputs = [...found, ...words, ...repeated, new Uint8Array(), Uint8Array.of(0xff, 0)];
    expect(inputs.flatMap((input) => brokenBy(target, input))).toEqual([]);
  },
);

test("every folder of cases belongs to a target", () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((one) => one.isDirectory());
  const names = new Set(targets.map(({ name }) => name));
  expect(folders.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

test("a target whose promise is broken is noticed", () => {
  const broken: FuzzTarget = {
    name: "broken",
    corpus: [],
    tokens: [],
    run: () => {
      throw new Error("broken");
    },
  };
  expect(brokenBy(broken, new Uint8Array())).toEqual(["broken: Error: broken"]);
});
