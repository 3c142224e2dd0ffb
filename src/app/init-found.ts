import { byCodeUnit } from "../base/compare.ts";
import { isRegular } from "../base/git-tree.ts";
import type { RepoPath } from "../base/path.ts";
import type { ReadTree } from "../base/ports.ts";
import { counted } from "../base/text.ts";
import type { FileFacts } from "../model/file-facts.ts";
import { tools } from "../model/kinds.ts";
import { textOf } from "../source/text.ts";

/** What a repository uses already, as far as its files tell. */
export interface Found {
  /** In words for people: what is read, who builds, who runs hooks. */
  readonly words: readonly string[];
  readonly github: boolean;
  readonly gitlab: boolean;
  readonly hooks: readonly HookProgram[];
  /** How the package manager runs a package that is not installed. */
  readonly runner: string;
  /** Files of CI and hooks that call the tool already. */
  readonly calling: readonly RepoPath[];
}

export type HookProgram = "pre-commit" | "lefthook" | "husky";

const lockFiles: readonly (readonly [string, string, string])[] = [
  ["pnpm-lock.yaml", "pnpm", "pnpm dlx"],
  ["yarn.lock", "yarn", "yarn dlx"],
  ["bun.lock", "bun", "bunx"],
  ["package-lock.json", "npm", "npx --yes"],
  ["uv.lock", "uv", "npx --yes"],
  ["poetry.lock", "poetry", "npx --yes"],
  ["requirements.txt", "pip", "npx --yes"],
];

const hookFiles: readonly (readonly [HookProgram, RegExp])[] = [
  ["pre-commit", /^\.pre-commit-config\.yaml$/u],
  ["lefthook", /^\.?lefthook\.(?:ya?ml|toml|json)$/u],
  ["husky", /^\.husky\/[^_]/u],
];

const workflows = /^\.github\/workflows\/[^/]+\.ya?ml$/u;
const gitlabFile = ".gitlab-ci.yml";
/** Files of CI and hooks are small; a larger one is not searched. */
const searchedMax = 1 << 18;

/** Looks through the files of a tree; `files` is what each of them gave to the graph. */
export async function found(tree: ReadTree, files: readonly FileFacts[]): Promise<Found> {
  const paths = files.map(({ path }) => path);
  const has = (pattern: RegExp): boolean => paths.some((path) => pattern.test(path));
  const hooks = hookFiles.filter(([, pattern]) => has(pattern)).map(([program]) => program);
  const managers = lockFiles.filter(([file]) => paths.some((path) => path === file));
  const [github, gitlab] = [has(workflows), paths.some((path) => path === gitlabFile)];
  return {
    words: [
      ...readers(files),
      ...(github ? ["GitHub Actions"] : []),
      ...(gitlab ? ["GitLab CI"] : []),
      ...hooks,
      ...managers.map(([, manager]) => manager),
    ],
    github,
    gitlab,
    hooks,
    runner: managers[0]?.[2] ?? "npx --yes",
    calling: await callers(tree),
  };
}

/** How many files each adapter reads, in the order of precedence. */
function readers(files: readonly FileFacts[]): readonly string[] {
  return tools
    .map((tool) => [tool, files.filter((file) => file.tools.includes(tool)).length] as const)
    .filter(([, count]) => count > 0)
    .map(([tool, count]) => `${tool} ${counted(count, "file")}`);
}

async function callers(tree: ReadTree): Promise<readonly RepoPath[]> {
  const patterns = [workflows, /^\.gitlab-ci\.yml$/u, ...hookFiles.map(([, pattern]) => pattern)];
  const entries = (await tree.list()).filter(
    ({ path, mode }) => isRegular(mode) && patterns.some((pattern) => pattern.test(path)),
  );
  const blobs = await tree.read(
    entries.map(({ blob }) => blob),
    searchedMax,
  );
  return entries
    .filter((_, index) => textOf(blobs[index] ?? new Uint8Array()).includes("lineagectl"))
    .map(({ path }) => path)
    .toSorted(byCodeUnit);
}
