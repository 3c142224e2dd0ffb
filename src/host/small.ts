import type { SimpleGit, SimpleGitOptions } from "simple-git";
import { messageOf } from "../base/failure.ts";
import { gitFailure, settings, type Git } from "./git.ts";

/**
 * What simple-git would refuse: the user's own configuration in the environment, and two settings
 * of ours. No argument comes from a file of the repository.
 */
const allowed: NonNullable<SimpleGitOptions["unsafe"]> = {
  allowUnsafeAlias: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
};

/**
 * Runs one of the small commands, whose whole output is a short text, through simple-git (loaded
 * here, when first needed). Its errors become `GIT` failures.
 */
export async function ask<T>(
  git: Git,
  command: string,
  question: (simple: SimpleGit) => Promise<T>,
): Promise<T> {
  const { simpleGit } = await import("simple-git");
  const names = Object.keys(git.environment).filter((name) => name.startsWith("GIT_"));
  const simple = simpleGit({
    baseDir: git.directory,
    config: [...settings],
    trimmed: true,
    allowEnvironment: names,
    unsafe: allowed,
  }).env({ ...git.environment });
  try {
    return await question(simple);
  } catch (error) {
    throw gitFailure([command], messageOf(error));
  }
}
