// Both implementations of a repository name the same commits and give the same answers.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { given, givenClone, readers, textsOf } from "../support/opened.ts";

describe.each(readers)("%s", (_reader, opened) => {
  test("head and branch of a fresh, a committed and a detached repository", async () => {
    const repository = await given({});
    const port = await opened(repository.root);
    expect([await port.head(), await port.branch()]).toEqual([undefined, "main"]);
    const id = await repository.commit({ a: "1" });
    expect([await port.head(), await port.branch()]).toEqual([id, "main"]);
    await repository.git("checkout", "-q", "--detach");
    expect([await port.head(), await port.branch()]).toEqual([id, undefined]);
  });

  test("a branch name may hold slashes, and branches are listed in order", async () => {
    const repository = await given({ a: "1" });
    await repository.git("checkout", "-q", "-b", "team/a/topic");
    const port = await opened(repository.root);
    expect(await port.branch()).toBe("team/a/topic");
    expect(await port.branches()).toEqual(["main", "team/a/topic"]);
  });

  test("revisions resolve to commits, packed refs and annotated tags included", async () => {
    const repository = await given({ a: "1" });
    const first = await repository.git("rev-parse", "HEAD");
    await repository.git("tag", "-a", "v1", "-m", "one");
    const second = await repository.commit({ a: "2" });
    await repository.git("pack-refs", "--all");
    const port = await opened(repository.root);
    expect(await port.resolve("main")).toBe(second);
    expect(await port.resolve("v1")).toBe(first);
    expect(await port.resolve("HEAD~1")).toBe(first);
    expect(await port.resolve(second.slice(0, 12))).toBe(second);
  });

  test.each(["nope", "", "-q", "--all", "HEAD:a", "HEAD^{tree}", "a b", "x\ny", "0".repeat(40)])(
    "%j names no commit",
    async (revision) => {
      const repository = await given({ a: "1" });
      expect(await (await opened(repository.root)).resolve(revision)).toBeUndefined();
    },
  );

  test("a commit has its parents in order and the UTC day of its committer", async () => {
    const repository = await given({ a: "1" });
    const first = await repository.git("rev-parse", "HEAD");
    await repository.git("checkout", "-q", "-b", "side");
    const side = await repository.commit({ b: "1" });
    await repository.git("checkout", "-q", "main");
    const main = await repository.commit({ c: "1" }, "c", "2026-03-01T00:30:00+02:00");
    await repository.git("merge", "-q", "-m", "merge", "side");
    const port = await opened(repository.root);
    const merge = await port.head();
    expect((await port.commit(merge!)).parents).toEqual([main, side]);
    const read = await port.commit((await port.resolve(main))!);
    expect(read).toEqual({ id: main, parents: [first], day: "2026-02-28" });
  });

  test("a commit whose message looks like a header is read by its headers", async () => {
    const repository = await given({ a: "1" });
    const fake = `tree ${"1".repeat(40)}\nparent ${"2".repeat(40)}`;
    await repository.commit({ a: "2" }, fake);
    const port = await opened(repository.root);
    const head = await port.head();
    expect((await port.commit(head!)).parents).toEqual([
      await repository.git("rev-parse", "HEAD~1"),
    ]);
    expect((await port.openCommit(head!)).tree).toBe(
      await repository.git("rev-parse", "HEAD^{tree}"),
    );
  });

  test("a commit's tree is labelled by the first digits of its id", async () => {
    const repository = await given({ a: "1" });
    const port = await opened(repository.root);
    const head = await port.head();
    expect((await port.openCommit(head!)).label).toBe(head!.slice(0, 10));
  });

  test("replacement refs change nothing", async () => {
    const repository = await given({ a: "true" });
    const port = await opened(repository.root);
    const head = await port.head();
    const before = await port.openCommit(head!);
    const other = await repository.commit({ a: "false" });
    await repository.git("replace", head!, other);
    const after = await port.openCommit(head!);
    expect(after.tree).toBe(before.tree);
    expect(await textsOf(after)).toEqual({ a: "true" });
  });

  test("the merge base is the fork point, and unrelated histories have none", async () => {
    const repository = await given({ a: "1" });
    const fork = await repository.git("rev-parse", "HEAD");
    const main = await repository.commit({ a: "2" });
    await repository.git("checkout", "-q", "-b", "side", fork);
    const side = await repository.commit({ b: "1" });
    await repository.git("checkout", "-q", "--orphan", "island");
    const island = await repository.commit({ c: "1" });
    const port = await opened(repository.root);
    const ids = await Promise.all([main, side, island].map((name) => port.resolve(name)));
    expect(await port.mergeBase(ids[0]!, ids[1]!)).toBe(fork);
    expect(await port.mergeBase(ids[0]!, ids[2]!)).toBeUndefined();
  });

  test("a parent beyond the depth of the clone is SHALLOW, not a first commit", async () => {
    const source = await given({ a: "1" });
    await source.commit({ a: "2" });
    const clone = await givenClone(source, "--depth=1");
    const port = await opened(clone.root);
    const { parents } = await port.commit((await port.head())!);
    expect(parents).toHaveLength(1);
    await expect(port.openCommit(parents[0]!)).rejects.toMatchObject({ code: "SHALLOW" });
    await clone.git("fetch", "-q", "--deepen=1");
    await expect(port.openCommit(parents[0]!)).resolves.toBeDefined();
  });

  test("the default branch is what origin's HEAD names, else its main", async () => {
    const source = await given({ a: "1" });
    await source.git("branch", "-m", "trunk");
    await source.git("branch", "main");
    const clone = await givenClone(source);
    const port = await opened(clone.root);
    expect(await port.defaultBranch()).toBe("origin/trunk");
    await clone.git("remote", "set-head", "origin", "--delete");
    expect(await port.defaultBranch()).toBe("origin/main");
  });

  test("origin goes before other remotes, a sole remote stands for it, and none gives nothing", async () => {
    const source = await given({ a: "1" });
    const port = await opened(source.root);
    expect(await port.defaultBranch()).toBeUndefined();
    const clone = await givenClone(source, "--origin=company");
    const other = await opened(clone.root);
    expect(await other.defaultBranch()).toBe("company/main");
    await clone.git("remote", "add", "origin", source.root);
    await clone.git("fetch", "-q", "origin");
    expect(await other.defaultBranch()).toBe("origin/main");
  });

  test("dirty means changed, staged, deleted or untracked; not ignored", async () => {
    const repository = await given({ a: "1", ".gitignore": "*.log\n" });
    const port = await opened(repository.root);
    await repository.write({ "x.log": "1" });
    expect(await port.isDirty()).toBe(false);
    await repository.git("config", "status.showUntrackedFiles", "no");
    await repository.write({ new: "1" });
    expect(await port.isDirty()).toBe(true);
    await repository.write({ new: undefined, a: undefined });
    expect(await port.isDirty()).toBe(true);
    await repository.write({ a: "1" });
    expect(await port.isDirty()).toBe(false);
    await repository.write({ a: "2" });
    await repository.git("add", "a");
    expect(await port.isDirty()).toBe(true);
  });

  test("Git would track what lies in the root unless it is ignored or Git's own", async () => {
    const repository = await given({ tracked: "1", ".gitignore": "*.pem\nkeys/\n" });
    await repository.write({ "late.pem": "1" });
    await repository.git("add", "-f", "late.pem");
    const port = await opened(repository.root);
    const at = (path: string): Promise<boolean> => port.wouldTrack(join(repository.root, path));
    expect(await at("tracked")).toBe(true);
    expect(await at("new/one")).toBe(true);
    expect(await at("late.pem")).toBe(true);
    expect(await at("other.pem")).toBe(false);
    expect(await at("keys/one")).toBe(false);
    expect(await at(".git/lineagectl/key")).toBe(false);
    expect(await at("../elsewhere")).toBe(false);
    expect(await port.wouldTrack("relative.txt")).toBe(true);
  });
});
