import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { repoPath } from "../../src/base/path.ts";
import { patchText } from "../../src/base/patch.ts";
import type { Change } from "../../src/base/plan.ts";
import { givenFolder } from "../support/opened.ts";
import { runGit } from "../support/repository.ts";

function change(path: string, before: string, after: string): Change {
  const file = repoPath(path);
  if (file === undefined) throw new Error(`${path} is no path`);
  return { path: file, before, after };
}

/** What the files hold after `git apply` of the patch. */
async function applied(changes: readonly Change[]): Promise<readonly string[]> {
  const folder = await givenFolder();
  await runGit(folder, ["init", "-q"]);
  for (const { path, before } of changes) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), before ?? "");
  }
  await writeFile(join(folder, ".patch"), patchText(changes));
  await new Promise<void>((resolve, reject) => {
    execFile(
      "git",
      ["apply", "--whitespace=nowarn", ".patch"],
      { cwd: folder },
      (error, _, stderr) => {
        if (error) reject(new Error(stderr));
        else resolve();
      },
    );
  });
  return Promise.all(changes.map(({ path }) => readFile(join(folder, path), "utf8")));
}

const ten = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);

test("a change is a hunk with three lines around it, and near ones share one", () => {
  const after = [...ten.slice(0, 4), "new\n", ...ten.slice(4, 8), "newer\n", ...ten.slice(9)];
  expect(patchText([change("a.yaml", ten.join(""), after.join(""))])).toBe(
    [
      "diff --git a/a.yaml b/a.yaml",
      "--- a/a.yaml",
      "+++ b/a.yaml",
      "@@ -2,11 +2,12 @@",
      ...[1, 2, 3].map((index) => ` line ${index}`),
      "+new",
      ...[4, 5, 6, 7].map((index) => ` line ${index}`),
      "-line 8",
      "+newer",
      ...[9, 10, 11].map((index) => ` line ${index}`),
      "",
    ].join("\n"),
  );
});

test("equal texts are no patch", () => {
  expect(patchText([change("a", "x\n", "x\n")])).toBe("");
});

test("git applies what was made, whatever the file is called and however its lines end", async () => {
  const changes = [
    change("plain.yaml", ten.join(""), ten.toSpliced(3, 1, "x\n").toSpliced(25, 0, "y\n").join("")),
    change("with blank.yaml", "a\nb\n", "a\nx\nb\n"),
    change('quo"te\\.yaml', "a\n", "b\n"),
    change("ü/tab\t.yaml", "a\r\nb\r\n", "a\r\nx\r\nb\r\n"),
    change("no-end.yaml", "a\nb", "a\nb\nc"),
    change("end-gained.yaml", "a", "a\n"),
    change("emptied.yaml", "a\nb\n", "c\n"),
  ];
  expect(await applied(changes)).toEqual(changes.map(({ after }) => after));
});

test("git applies patches between any two texts", async () => {
  const lines = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "d\n"), {
    minLength: 1,
    maxLength: 40,
  });
  const pairs = fc.sample(fc.tuple(lines, lines), { numRuns: 200, seed: 7 });
  const changes = pairs.map(([before, after], index) =>
    change(`f${index}`, before.join(""), after.join("")),
  );
  expect(await applied(changes)).toEqual(changes.map(({ after }) => after));
});
