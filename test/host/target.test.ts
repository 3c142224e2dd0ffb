import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesOn } from "../../src/host/files.ts";
import { givenFolder } from "../support/opened.ts";

const files = filesOn();

test("a result may go to a new or a regular file, in the root or anywhere else", async () => {
  const root = await givenFolder();
  const elsewhere = join(await givenFolder(), "new/report.sarif");
  await writeFile(join(root, "old.md"), "");
  expect(await files.target(root, join(root, "old.md"))).toMatchObject({ within: "old.md" });
  expect(await files.target(root, join(root, "out/new.md"))).toMatchObject({
    within: "out/new.md",
  });
  expect(await files.target(root, elsewhere)).toEqual({ path: elsewhere, within: undefined });
});

test("a root that is reached by a link is the root all the same", async () => {
  const root = await givenFolder();
  const link = join(await givenFolder(), "link");
  await symlink(root, link);
  await symlink("/", join(root, "planted"));
  expect(await files.target(root, join(link, "a/b"))).toMatchObject({ within: "a/b" });
  await expect(files.target(root, join(link, "planted/b"))).rejects.toMatchObject({ code: "PATH" });
});

test("a link, a folder, a device and Git's own directory are refused", async () => {
  const root = await givenFolder();
  const elsewhere = await givenFolder();
  await mkdir(join(root, "dir"));
  await writeFile(join(elsewhere, "file"), "");
  await symlink(join(elsewhere, "file"), join(root, "link"));
  await symlink(elsewhere, join(root, "folder-link"));
  await symlink(join(elsewhere, "file"), join(elsewhere, "link"));
  const bad = [
    join(root, "dir"),
    join(root, "link"),
    join(root, "folder-link/report"),
    join(root, ".git/hooks/pre-commit"),
    join(root, ".GIT/config"),
    join(elsewhere, "link"),
    elsewhere,
    root,
    "/dev/null",
  ];
  for (const path of bad)
    await expect(files.target(root, path), path).rejects.toMatchObject({ code: "PATH" });
});
