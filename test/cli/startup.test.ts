import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

/** Files of src and packages that a module brings along before any of its own code runs. */
async function loadedBy(
  entry: string,
): Promise<{ readonly sources: string[]; readonly packages: string[] }> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    outdir: "dist",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const inputs = inputsOf(metafile, entry);
  const packages = inputs.flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(path)?.[1] ?? [],
  );
  return {
    sources: inputs.filter((path) => path.startsWith("src/")),
    packages: [...new Set(packages)].toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

/** Follows static imports of chunks; what is imported on demand is not loaded yet. */
function inputsOf({ outputs }: Metafile, entry: string): readonly string[] {
  const [first] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
  const waiting = first === undefined ? [] : [first];
  const seen = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const imports = outputs[path]?.imports ?? [];
    waiting.push(
      ...imports.flatMap(({ kind, path: to }) => (kind === "import-statement" ? [to] : [])),
    );
  }
  return [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

test("help and usage errors load commander and nothing else", async () => {
  const { packages, sources } = await loadedBy("src/cli/main.ts");
  expect(packages).toEqual(["commander"]);
  expect(sources.filter((path) => !/^src\/(?:cli|base)\//u.test(path))).toEqual([]);
  expect(sources.length).toBeGreaterThan(3);
});

test("the walk sees what a command loads: the test above could fail", async () => {
  const { packages } = await loadedBy("src/cli/commands/check.ts");
  expect(packages).toContain("yaml");
  expect(packages).toContain("chalk");
});
