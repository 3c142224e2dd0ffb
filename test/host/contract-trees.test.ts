// Both implementations of a repository read the trees that Git itself would store.
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { given, givenClone, readers, storedByGit, textsOf } from "../support/opened.ts";
import { runGit, type FilesToWrite } from "../support/repository.ts";

const oddNames: FilesToWrite = {
  "sp ace.yaml": "1",
  'quo"te.yaml': "2",
  "new\nline.yaml": "3",
  "tab\tname.yaml": "4",
  "caf\u00e9.yaml": "NFC",
  "cafe\u0301.yaml": "NFD",
  "-dash.yaml": "5",
  "back\\slash.yaml": "6",
  "\u{1f600}.yaml": "7",
  ":(glob)*.yaml": "8",
  "*.yaml": "9",
  "--end-of-options": "10",
  "deep/er/[x]/file.yaml": "11",
};

const shapes: Readonly<Record<string, FilesToWrite>> = {
  "a changed, an added and a deleted file": { a: "changed", "new/file": "new", "sub/b": undefined },
  "a symlink, also a dangling one": { link: { symlink: "a" }, dangling: { symlink: "../away" } },
  "a file that became a symlink": { a: { symlink: "sub/b" } },
  "a file that became a folder": { a: undefined, "a/inner": "1" },
  "a folder that became a file": { sub: "now a file" },
  "an executable file": { a: { executable: "#!/bin/sh\n" } },
  "ignored files inside an untracked folder": { "x/keep": "1", "x/no.log": "2", "out/y": "3" },
  "line ends of another system": { "crlf.txt": "one\r\ntwo\r\n", "crlf.bin": "one\r\ntwo\r\n" },
  "binary bytes": { bytes: Uint8Array.of(0, 255, 10, 13, 0) },
  "more paths than are named one by one": Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [`many${index}`, `${index}`]),
  ),
};

describe.each(readers)("%s", (_reader, opened) => {
  test("odd names are listed and read as they are, committed, staged or only written", async () => {
    const repository = await given(oddNames);
    const port = await opened(repository.root);
    const head = await port.head();
    const expected = Object.fromEntries(Object.entries(oddNames));
    expect(await textsOf(await port.openCommit(head!))).toEqual(expected);
    expect(await textsOf(await port.openIndex())).toEqual(expected);

    const fresh = await given({});
    await fresh.write(oddNames);
    const working = await (await opened(fresh.root)).openWorkingTree();
    expect(await textsOf(working)).toEqual(expected);
    expect(working.tree).toBe(await storedByGit(fresh));
  });

  test("a name that reads like an exclusion excludes nothing", async () => {
    const repository = await given({ a: "1" });
    await repository.write({ ":!x": "1", x: "2" });
    const tree = await (await opened(repository.root)).openWorkingTree();
    expect(await textsOf(tree)).toEqual({ ":!x": "1", a: "1", x: "2" });
  });

  test.each(Object.entries(shapes))("%s: the tree is that of git add -A", async (_, files) => {
    const repository = await given({
      a: "1",
      "sub/b": "2",
      ".gitignore": "*.log\nout/\n",
      ".gitattributes": "*.txt text eol=lf\n*.bin -text\n",
    });
    await repository.write(files);
    const tree = await (await opened(repository.root)).openWorkingTree();
    expect(tree.tree).toBe(await storedByGit(repository));
    expect(tree.label).toBe("working tree");
  });

  test("autocrlf of the user's configuration is honoured, and safecrlf stops nothing", async () => {
    const repository = await given({ "a.txt": "one\n" });
    await repository.git("config", "core.autocrlf", "true");
    await repository.git("config", "core.safecrlf", "true");
    await repository.write({ "a.txt": "one\r\ntwo\r\n", "mixed.txt": "one\r\ntwo\n" });
    const tree = await (await opened(repository.root)).openWorkingTree();
    expect(await textsOf(tree)).toEqual({ "a.txt": "one\ntwo\n", "mixed.txt": "one\ntwo\n" });
  });

  test("ignored files stay out, and a tracked file that is ignored stays in", async () => {
    const repository = await given({ "kept.log": "1" });
    await repository.write({ ".gitignore": "*.log\n", "kept.log": "2", "other.log": "3" });
    const tree = await (await opened(repository.root)).openWorkingTree();
    expect(await textsOf(tree)).toEqual({ ".gitignore": "*.log\n", "kept.log": "2" });
  });

  test("a clean working tree is HEAD's tree, by another name", async () => {
    const repository = await given({ a: "1" });
    const port = await opened(repository.root);
    const head = await port.head();
    const tree = await port.openWorkingTree();
    expect(tree.tree).toBe((await port.openCommit(head!)).tree);
    expect(tree.label).toBe("working tree");
  });

  test("the index is what was staged, neither HEAD nor the working tree", async () => {
    const repository = await given({ a: "committed", gone: "1" });
    await repository.write({ a: "staged" });
    await repository.git("add", "a");
    await repository.write({ a: "written", untracked: "1", gone: undefined });
    const index = await (await opened(repository.root)).openIndex();
    expect(await textsOf(index)).toEqual({ a: "staged", gone: "1" });
    expect(index.label).toBe("index");
  });

  test("an unmerged index is refused with the paths in conflict", async () => {
    const repository = await given({ a: "base" });
    await repository.git("checkout", "-q", "-b", "side");
    await repository.commit({ a: "side" });
    await repository.git("checkout", "-q", "main");
    await repository.commit({ a: "main" });
    await expect(repository.git("merge", "side")).rejects.toThrow("git merge side");
    const port = await opened(repository.root);
    await expect(port.openIndex()).rejects.toMatchObject({
      code: "GIT",
      message: "the index has unmerged paths: a",
    });
    expect((await port.openWorkingTree()).tree).toBe(await storedByGit(repository));
  });

  test("a submodule is listed with its commit, and what is dirty inside it changes nothing", async () => {
    const inner = await given({ x: "1" });
    const repository = await given({ a: "1" });
    const allow = ["-c", "protocol.file.allow=always"];
    await repository.git(...allow, "submodule", "--quiet", "add", inner.root, "sub");
    await repository.git("commit", "-q", "-m", "sub");
    const port = await opened(repository.root);
    const tree = await port.openCommit((await port.head())!);
    const entry = (await tree.list()).find(({ path }) => path === "sub");
    expect(entry).toMatchObject({ mode: "160000", blob: await inner.git("rev-parse", "HEAD") });
    expect(await tree.read([entry!.blob])).toEqual([undefined]);

    await repository.write({ "sub/x": "dirty" });
    expect(await port.isDirty()).toBe(false);
    await runGit(join(repository.root, "sub"), ["commit", "-q", "-am", "moved"]);
    await repository.git("config", "submodule.sub.ignore", "all");
    expect((await port.openWorkingTree()).tree).toBe(await storedByGit(repository));
    expect((await port.openWorkingTree()).tree).not.toBe(tree.tree);
  });

  test("files left out of a sparse checkout are no deletions", async () => {
    const repository = await given({ "in/a": "1", "out/b": "2" });
    await repository.git("sparse-checkout", "set", "in");
    await repository.write({ "in/a": "changed" });
    const port = await opened(repository.root);
    expect(await textsOf(await port.openWorkingTree())).toEqual({
      "in/a": "changed",
      "out/b": "2",
    });
    expect(await textsOf(await port.openIndex())).toEqual({ "in/a": "1", "out/b": "2" });
  });

  test.each(["2", "3", "4"])("an index of version %s is read", async (version) => {
    const repository = await given({ a: "1", "sub/b": "2" });
    await repository.git("update-index", "--index-version", version);
    await repository.write({ a: "changed" });
    const port = await opened(repository.root);
    expect(await textsOf(await port.openIndex())).toEqual({ a: "1", "sub/b": "2" });
    expect((await port.openWorkingTree()).tree).toBe(await storedByGit(repository));
  });

  test("an entry that is only intended to be added is in the working tree, not in the index", async () => {
    const repository = await given({ a: "1" });
    await repository.write({ b: "2" });
    await repository.git("add", "-N", "b");
    const port = await opened(repository.root);
    expect(await textsOf(await port.openIndex())).toEqual({ a: "1" });
    expect(await textsOf(await port.openWorkingTree())).toEqual({ a: "1", b: "2" });
  });

  test("blob and tree ids are Git's own", async () => {
    const repository = await given({ a: "Hello" });
    await repository.write({ b: "World" });
    const tree = await (await opened(repository.root)).openWorkingTree();
    expect(tree.tree).toBe(await storedByGit(repository));
    const ids = (await tree.list()).map(({ blob }) => blob);
    expect(ids).toEqual([
      await repository.git("hash-object", "a"),
      await repository.git("hash-object", "b"),
    ]);
    expect(await textsOf(tree)).toEqual({ a: "Hello", b: "World" });
  });

  test("an unborn repository has an empty index, and a working tree of what is written", async () => {
    const repository = await given({});
    const port = await opened(repository.root);
    expect((await port.openIndex()).tree).toBe(port.openEmpty().tree);
    expect((await port.openWorkingTree()).tree).toBe(port.openEmpty().tree);
    await repository.write({ a: "1" });
    expect(await textsOf(await port.openWorkingTree())).toEqual({ a: "1" });
  });

  test("a path that is not UTF-8 is refused in the working tree as in a commit", async () => {
    const repository = await given({ a: "1" });
    const name = Buffer.concat([Buffer.from(`${repository.root}/`), Buffer.of(0x66, 0xe9)]);
    await writeFile(name, "latin");
    const port = await opened(repository.root);
    const refusal = { code: "PATH", message: String.raw`the path f\xe9 is not valid UTF-8` };
    const listing = port.openWorkingTree().then(async (tree) => tree.list());
    await expect(listing).rejects.toMatchObject(refusal);
    await repository.commit({});
    const head = await port.head();
    await expect((await port.openCommit(head!)).list()).rejects.toMatchObject(refusal);
  });

  test("a working tree of a partial clone lists what it lacks and refuses to read it", async () => {
    const source = await given({ "in/a": "1", "out/b": "2" });
    await source.git("config", "uploadpack.allowFilter", "true");
    const clone = await givenClone(source, "--filter=blob:none", "--sparse");
    await clone.git("sparse-checkout", "set", "in");
    await clone.write({ "in/new": "3" });
    const port = await opened(clone.root);
    const tree = await port.openWorkingTree();
    expect((await tree.list()).map(({ path }) => path)).toEqual(["in/a", "in/new", "out/b"]);
    const [a, added, b] = (await tree.list()).map(({ blob }) => blob);
    expect((await tree.read([a!, added!])).map((bytes) => String(bytes))).toEqual(["1", "3"]);
    await expect(tree.read([a!, b!])).rejects.toMatchObject({ code: "PARTIAL" });
  });

  test("the index of a partial clone names blobs that are not there", async () => {
    const source = await given({ a: "1" });
    await source.git("config", "uploadpack.allowFilter", "true");
    const clone = await givenClone(source, "--no-checkout", "--filter=blob:none");
    await clone.git("read-tree", "HEAD");
    await clone.write({ b: "2" });
    await clone.git("add", "b");
    const index = await (await opened(clone.root)).openIndex();
    expect((await index.list()).map(({ path }) => path)).toEqual(["a", "b"]);
    await expect(textsOf(index)).rejects.toMatchObject({ code: "PARTIAL" });
  });

  test("the executable bit counts unless the repository says that it does not", async () => {
    const repository = await given({ a: "1" });
    await chmod(join(repository.root, "a"), 0o755);
    const port = await opened(repository.root);
    const modes = async (): Promise<unknown> =>
      (await (await port.openWorkingTree()).list()).map(({ mode }) => mode);
    expect(await modes()).toEqual(["100755"]);
    await repository.git("config", "core.fileMode", "false");
    expect(await modes()).toEqual(["100644"]);
  });
});
