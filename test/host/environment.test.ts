import { devNull } from "node:os";
import { expect, test } from "vitest";
import { contains, gitEnvironment } from "../../src/host/environment.ts";

const inherited = {
  PATH: "/usr/bin",
  EDITOR: "vi",
  GIT_DIR: ".git",
  GIT_INDEX_FILE: ".git/next-index-7.lock",
  GIT_TRACE: "1",
  GIT_EXTERNAL_DIFF: "run-me",
  GIT_REPLACE_REF_BASE: "refs/other/",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
};

test("the repository of a hook is honoured at and below its directory, with absolute paths", () => {
  const ambient = { environment: inherited, directory: "/repo" };
  const expected = { GIT_DIR: "/repo/.git", GIT_INDEX_FILE: "/repo/.git/next-index-7.lock" };
  expect(gitEnvironment(ambient, "/repo")).toMatchObject(expected);
  expect(gitEnvironment(ambient, "/repo/sub")).toMatchObject(expected);
});

test("the repository of a hook is dropped for another directory", () => {
  const environment = gitEnvironment({ environment: inherited, directory: "/repo" }, "/repo-2");
  expect(environment).not.toHaveProperty("GIT_DIR");
  expect(environment).not.toHaveProperty("GIT_INDEX_FILE");
});

test("the user's configuration stays; tracing, other programs and replacements do not", () => {
  const environment = gitEnvironment({ environment: inherited, directory: "/repo" }, "/repo");
  expect(environment).toMatchObject({
    PATH: "/usr/bin",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
  });
  for (const name of ["GIT_TRACE", "GIT_EXTERNAL_DIFF", "GIT_REPLACE_REF_BASE", "EDITOR"]) {
    expect(environment).not.toHaveProperty(name);
  }
});

test("Git is made quiet, local and read-only", () => {
  expect(gitEnvironment({ environment: {}, directory: "/" }, "/repo")).toEqual({
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_GRAFT_FILE: devNull,
    GIT_ALLOW_PROTOCOL: "",
  });
});

test.each([
  ["/a", "/a", true],
  ["/a", "/a/b", true],
  ["/a", "/a/..b", true],
  ["/a", "/ab", false],
  ["/a/b", "/a", false],
  ["/a/b", "/a/c", false],
])("%s contains %s: %s", (folder, path, expected) => {
  expect(contains(folder, path)).toBe(expected);
});
