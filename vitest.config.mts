import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globals: false,
    globalSetup: ["test/support/temporary.ts"],
    // Safe because no module of ours has state; it halves the time of a run.
    isolate: false,
    // Most of the time is spent in Git, so that every core is worth a worker.
    maxWorkers: "100%",
    testTimeout: 20_000,
    env: { TZ: "UTC", LC_ALL: "C", NO_COLOR: "1" },
    expect: { requireAssertions: true },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/schema/generated/**", "src/policy/generated/**", "src/**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});

export default config;
