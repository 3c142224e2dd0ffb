import * as fc from "fast-check";
import { expect, test } from "vitest";
import fs from "node:fs";
import { openPortableRepository } from "../../../src/host/portable/open.ts";
import { given, storedByGit, textsOf } from "../../support/opened.ts";

const part = fc.constantFrom(
  "one",
  "two ",
  "\r\n",
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\x1a",
  "é",
  "\x01",
  "x".repeat(200),
);
const content = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
const attribute = fc.constantFrom(
  "",
  "text",
  "-text",
  "text=auto",
  "text=input",
  "text=odd",
  "crlf",
  "-crlf",
  "crlf=input",
  "eol=lf",
  "eol=crlf",
  "text=auto eol=crlf",
  "-text eol=lf",
  "binary",
);

test("line ends are stored as git add stores them, whatever attributes and settings say", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(attribute, content, fc.option(content, { nil: undefined })), {
      minLength: 20,
      maxLength: 30,
    }),
    fc.constantFrom("true", "input", "false"),
    async (files, autocrlf) => {
      const repository = await given({});
      const named = files.map((file, index) => [`f${index}`, file] as const);
      const before = named.flatMap(([name, [, , old]]) => (old === undefined ? [] : [[name, old]]));
      await repository.commit({ ...Object.fromEntries(before), kept: "1" });
      const rules = named.map(([name, [rule]]) => `${name} ${rule}\n`).join("");
      const now = named.map(([name, [, text]]) => [name, text]);
      await repository.git("config", "core.autocrlf", autocrlf);
      await repository.write({ ...Object.fromEntries(now), ".gitattributes": rules });
      const tree = await (await openPortableRepository(fs, repository.root)).openWorkingTree();
      expect(tree.tree, rules).toBe(await storedByGit(repository));
      expect(Object.keys(await textsOf(tree))).toContain("kept");
      await repository.remove();
    },
  );
  await fc.assert(property, { numRuns: 4 });
});

test.each([
  ["filter=lfs", "anything"],
  ["working-tree-encoding=ISO-8859-1", "anything"],
  ["ident", "$Id$"],
])(
  "a changed file with the attribute %s is refused, and read where it is staged",
  async (rule, text) => {
    const repository = await given({ ".gitattributes": `*.x ${rule}\n` });
    const opened = await openPortableRepository(fs, repository.root);
    await repository.write({ "new.x": text });
    await expect(opened.openWorkingTree()).rejects.toMatchObject({
      code: "FILTER",
      message: expect.stringContaining(`new.x has the attribute ${rule}`) as unknown,
      help: expect.stringContaining("--head HEAD") as unknown,
    });
    await repository.git("add", "-A");
    expect(await textsOf(await opened.openIndex())).toHaveProperty(["new.x"]);
  },
);

test("ident without a keyword changes nothing", async () => {
  const repository = await given({ ".gitattributes": "* ident\n" });
  await repository.write({ a: "plain" });
  const tree = await (await openPortableRepository(fs, repository.root)).openWorkingTree();
  expect(tree.tree).toBe(await storedByGit(repository));
});
