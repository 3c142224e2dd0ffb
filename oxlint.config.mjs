import { builtinModules } from "node:module";
import layers from "./layers.json" with { type: "json" };
import manifest from "./package.json" with { type: "json" };

const folders = Object.keys(layers);
const installed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
// The list of Node leaves out what exists only with the prefix.
const builtins = [...builtinModules, "sea", "sqlite", "test", "test/reporters"];

const oneOf = (names) =>
  names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&")).join("|");
const without = (names, allowed) => names.filter((name) => !allowed.includes(name));
const listed = (names) => names.join(", ") || "nothing";

/** An override replaces a rule's options instead of adding to them: one row, one complete override. */
function restrict(folder) {
  const { may, packages = [], builtins: natives = [] } = layers[folder];
  const patterns = [
    {
      regex: `^(\\.\\./)+(${oneOf(without(folders, [folder, ...may]))})/`,
      message: `src/${folder} may import ${listed(may)} (layers.json)`,
    },
    {
      regex: `^(${oneOf(without(installed, packages))})(/.*)?$`,
      message: `src/${folder} may import the packages ${listed(packages)} (layers.json)`,
    },
    {
      regex: `^(node:)?(${oneOf(without(builtins, natives))})$`,
      message: `src/${folder} may import from Node ${listed(natives)} (layers.json)`,
    },
  ];
  return {
    files: [`src/${folder}/**`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default {
  plugins: ["typescript", "import", "unicorn", "oxc", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  env: { node: true, es2023: true },
  ignorePatterns: [
    "/dist",
    "/coverage",
    "/tmp",
    "/fixtures",
    "/examples",
    "/src/schema/generated",
    "/src/policy/generated",
    "/src/report/generated",
  ],
  rules: {
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "no-console": "error",
    eqeqeq: "error",
    "max-lines": ["error", { max: 350 }],
    "max-lines-per-function": ["error", { max: 60 }],
    "max-params": ["error", { max: 4 }],
    complexity: ["error", { max: 12 }],
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/explicit-module-boundary-types": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-unnecessary-condition": "error",
    "typescript/switch-exhaustiveness-check": "error",
    // A switch over a union has no default (R15); tsc reports the case that is missing.
    "typescript/consistent-return": "off",
    // Values are readonly: a changed one is a new one.
    "oxc/no-map-spread": "off",
  },
  overrides: [
    ...folders.map(restrict),
    {
      files: ["*.config.*", "scripts/**", "bench/**"],
      rules: {
        "import/no-default-export": "off",
        "no-console": "off",
        "typescript/explicit-module-boundary-types": "off",
      },
    },
    { files: ["bin/**"], rules: { "no-console": "off" } },
    {
      files: ["test/**"],
      rules: {
        "typescript/no-non-null-assertion": "off",
        "typescript/no-unsafe-type-assertion": "off",
        "max-lines-per-function": "off",
        "unicorn/consistent-function-scoping": "off",
        // A test tells a story in order; and expect takes a message as its second argument.
        "no-await-in-loop": "off",
        "vitest/valid-expect": ["error", { maxArgs: 2 }],
        "import/no-named-as-default-member": "off",
      },
    },
  ],
};
