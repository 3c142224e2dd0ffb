import type { Found, HookProgram } from "./init-found.ts";
import {
  gitlabText,
  huskyEntry,
  lefthookEntry,
  preCommitEntry,
  workflowText,
  type Setting,
} from "./init-files.ts";

/** Lines for a file that is there already, which a person puts in: it is never rewritten. */
export interface Proposal {
  readonly path: string;
  readonly text: string;
}

/** What of CI and hooks is to be written as new files, and what is to be put into existing ones. */
export interface Entries {
  readonly files: readonly (readonly [string, string])[];
  readonly proposals: readonly Proposal[];
}

const workflowPath = ".github/workflows/lineage.yml";

/**
 * The job and the hook that fit the repository. A CI system or a program for hooks that calls the tool
 * already gets nothing.
 *
 * @param address where the repository lives, which decides as long as no CI system shows
 */
export function entriesFor(found: Found, setting: Setting, address: string): Entries {
  const ci = jobFor(found, setting, address);
  const hook = hooksFor(found, setting);
  return {
    files: [...ci.files, ...hook.files],
    proposals: [...ci.proposals, ...hook.proposals].filter(
      ({ path }) => !found.calling.some((caller) => caller === path || isKin(caller, path)),
    ),
  };
}

function jobFor(found: Found, setting: Setting, address: string): Entries {
  const { github, gitlab, calling } = found;
  if (gitlab && !github)
    return { files: [], proposals: [{ path: ".gitlab-ci.yml", text: gitlabText(setting) }] };
  if (!github && /\bgitlab\b/u.test(address))
    return { files: [[".gitlab-ci.yml", gitlabText(setting)]], proposals: [] };
  const calls = calling.some((path) => path.startsWith(".github/") && path !== workflowPath);
  return { files: calls ? [] : [[workflowPath, workflowText(setting)]], proposals: [] };
}

function hooksFor({ hooks }: Found, setting: Setting): Entries {
  if (hooks.length === 0) {
    const text = `repos:\n${preCommitEntry(setting)}`;
    return { files: [[".pre-commit-config.yaml", text]], proposals: [] };
  }
  return { files: [], proposals: hooks.map((program) => proposed[program](setting)) };
}

const proposed: Readonly<Record<HookProgram, (setting: Setting) => Proposal>> = {
  "pre-commit": (setting) => ({ path: ".pre-commit-config.yaml", text: preCommitEntry(setting) }),
  lefthook: (setting) => ({ path: "lefthook.yml", text: lefthookEntry(setting) }),
  husky: (setting) => ({ path: ".husky/pre-commit", text: huskyEntry(setting) }),
};

/** Whether two files belong to the same program: lefthook and husky have several. */
function isKin(caller: string, path: string): boolean {
  const family = /^\.?(lefthook|husky)\b/u;
  const of = family.exec(path)?.[1];
  return of !== undefined && family.exec(caller)?.[1] === of;
}
