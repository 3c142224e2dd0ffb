// What is signed can be verified and rebuilt, whatever the shape of the repository that holds it.
import { expect, test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import type { Host } from "../../src/app/host.ts";
import { verify } from "../../src/app/verify.ts";
import { objectId } from "../../src/base/digest.ts";
import { configFile, dataset, hostAt, makeTrust } from "../support/host.ts";
import { oddRepositories, type Odd } from "../support/odd-repositories.ts";
import { repositoryAt, runGit } from "../support/repository.ts";

async function hostOf({ root, variables = {} }: Odd): Promise<Host> {
  return hostAt(root, {}, variables);
}

test.each(Object.entries(oddRepositories))(
  "%s: attested, verified, rebuilt",
  async (name, make) => {
    const trust = await makeTrust();
    const specs = { "in/orders.yaml": dataset("orders"), "in/users.yaml": dataset("users") };
    const odd = await make({
      "lineagectl.yaml": configFile(["dataset"]),
      ...specs,
      ...trust.files,
    });
    await repositoryAt(odd.root).write({ "in/late.yaml": dataset("late") });
    const made = await attest(await hostOf(odd), trust.signer, { all: true });
    if (made.did !== "wrote") throw new Error(made.did);
    const format = name.startsWith("SHA-256") ? "sha256" : "sha1";
    const bytes = Buffer.from(dataset("orders"));
    expect(
      made.statement.subject.find((subject) => subject.name === "in/orders.yaml"),
    ).toMatchObject({
      digest: {
        gitBlob: objectId("blob", bytes, format),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown,
      },
    });
    expect(made.statement.predicate.head.gitTree).toHaveLength(format === "sha1" ? 40 : 64);
    // Outside the cone of a sparse checkout, Git adds only what it is asked for twice.
    await runGit(odd.root, ["add", "-A", "--sparse"], odd.variables);
    await runGit(odd.root, ["commit", "-q", "-m", "attested"], odd.variables);
    const { report } = await verify(await hostOf(odd), {
      rebuild: true,
      trustRoot: `sha256:${trust.digest}`,
    });
    expect(report.diagnostics).toEqual([]);
    expect(report.verdict).toBe("pass");
    expect(report.entries.map(({ rebuild }) => rebuild)).toMatchObject([{ state: "match" }]);
  },
);
