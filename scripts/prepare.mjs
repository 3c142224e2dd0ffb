// What npm runs after `npm ci` and before it packs a Git address: generate, then build.
// A global install from Git, which pre-commit's `language: node` is, comes here without the packages that
// the build needs: npm hands its own --global down to the install that should have brought them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { env, execPath } from "node:process";

const hasPackages = existsSync("node_modules/esbuild");
const isBuilt = existsSync("dist/cli.js");

// A release holds what is built; without the packages there is nothing to add to it.
if (hasPackages || !isBuilt) {
  if (!hasPackages) npm("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund");
  npm("run", "generate");
  npm("run", "build");
}

function npm(...args) {
  const local = Object.entries(env).filter(
    ([name]) => !/^npm_config_(?:global|location)$/iu.test(name),
  );
  const [program, first] =
    env.npm_execpath === undefined ? ["npm", []] : [execPath, [env.npm_execpath]];
  const { status } = spawnSync(program, [...first, ...args], {
    stdio: "inherit",
    env: Object.fromEntries(local),
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed`);
}
