import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { attributeFile, attributesOf } from "../../../src/host/portable/attributes.ts";
import { ignoreFile, isIgnored } from "../../../src/host/portable/ignore.ts";
import { matcherFor } from "../../../src/host/portable/wildmatch.ts";
import { given } from "../../support/opened.ts";
import type { TestRepository } from "../../support/repository.ts";

const piece = fc.constantFrom(
  "a",
  "b",
  "ab",
  "*",
  "?",
  "**",
  "/",
  "/",
  "**/",
  "/**",
  "[ab]",
  "[!a]",
  "[a-c]",
  "[]a]",
  "[[:alpha:]]",
  "\\*",
  "\\a",
  " ",
  ".x",
  "é",
  "[",
  "]",
  "-",
  "!",
  "#",
  "\\",
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const step = fc.constantFrom(
  "a",
  "b",
  "ab",
  "abc",
  "a.x",
  "é",
  "*",
  "]",
  "-",
  "!a",
  "#a",
  "a ",
  "c",
  "[",
);
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join("/"));

function git(repository: TestRepository, args: readonly string[], input: string): string {
  const options = {
    cwd: repository.root,
    env: repository.environment,
    input,
    encoding: "utf8",
  } as const;
  try {
    return execFileSync("git", [...args], options);
  } catch (error) {
    // Exit 1 says that no path is ignored.
    if (error instanceof Error && "status" in error && error.status === 1) return "";
    throw error;
  }
}

const latin = (text: string): string => Buffer.from(text).toString("latin1");

/** Folders first, as the walk asks. */
function ignoredHere(content: string, asked: string): boolean {
  const files = [ignoreFile("", Buffer.from(content))];
  const steps = asked.split("/");
  return steps.some((_, index) => {
    const isFolder = index < steps.length - 1;
    return isIgnored(files, latin(steps.slice(0, index + 1).join("/")), isFolder);
  });
}

test("paths are ignored as git check-ignore has them ignored", async () => {
  const repository = await given({});
  const property = fc.asyncProperty(
    fc.array(fc.tuple(fc.constantFrom("", "", "!"), pattern, fc.constantFrom("", "", "/", " "))),
    fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
    async (lines, paths) => {
      const content = lines.map((line) => `${line.join("")}\n`).join("");
      await repository.write({ ".gitignore": content });
      const output = git(
        repository,
        ["check-ignore", "--no-index", "-z", "--stdin"],
        paths.join("\0"),
      );
      const expected = new Set(output.split("\0").slice(0, -1));
      const found = paths.filter((one) => ignoredHere(content, one));
      expect(found, content).toEqual(paths.filter((one) => expected.has(one)));
    },
  );
  await fc.assert(property, { numRuns: 80 });
});

test("attributes are those of git check-attr", async () => {
  const repository = await given({});
  const assignment = fc.constantFrom(
    "text",
    "-text",
    "!text",
    "text=auto",
    "eol=lf",
    "eol=crlf",
    "filter=x",
    "-filter",
    "binary",
    "-binary",
    "!binary",
    "mine",
    "crlf",
    "-crlf",
    "ident",
  );
  const names = ["text", "eol", "filter", "crlf", "ident"];
  const line = fc.tuple(pattern, fc.array(assignment, { minLength: 1, maxLength: 3 }));
  const property = fc.asyncProperty(
    fc.array(line),
    fc.uniqueArray(path, { minLength: 1, maxLength: 8 }),
    async (lines, paths) => {
      const content = `[attr]mine text filter=y\n${lines.map(([one, given_]) => `${one} ${given_.join(" ")}\n`).join("")}`;
      await repository.write({ ".gitattributes": content });
      const output = git(repository, ["check-attr", "-z", "--stdin", ...names], paths.join("\0"));
      const fields = output.split("\0").slice(0, -1);
      const files = [attributeFile("", Buffer.from(content))];
      const expected = paths.flatMap((one) =>
        names.map((name) => [one, name, shown(attributesOf(files, latin(one)).get(name))]),
      );
      expect(expected.flat(), content).toEqual(fields);
    },
  );
  await fc.assert(property, { numRuns: 50 });
});

function shown(value: boolean | string | undefined): string {
  if (value === undefined) return "unspecified";
  return typeof value === "string" ? value : value ? "set" : "unset";
}

test("a pattern of many stars is no slow one", () => {
  const matches = matcherFor(`${"*a".repeat(200)}b`);
  expect(matches("a".repeat(5_000))).toBe(false);
  expect(matcherFor(`${"**/".repeat(200)}x`)("a/".repeat(300))).toBe(false);
});
