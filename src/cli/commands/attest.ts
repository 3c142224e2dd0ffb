import { attest, type Attested } from "../../app/attest.ts";
import { openKey } from "../../app/key.ts";
import {
  attestJsonReporter,
  attestTextReporter,
  type AttestDocument,
} from "../../report/attest.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, reporterOf, type Invocation } from "../options.ts";
import { passphraseFrom } from "../passphrase.ts";
import { openSession, sideOptions } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options } = invocation;
  const reporter = reporterOf(options, [attestTextReporter, attestJsonReporter]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const { signer } = await openKey(
    host,
    given(options, "key") ?? "default",
    passphraseFrom(io, host.files),
  );
  const attested = await attest(host, signer, {
    ...sideOptions(session),
    all: flag(options, "all"),
    dryRun: flag(options, "dryRun"),
  });
  io.out(reporter.render(documentOf(attested), paint));
  return exit.ok;
}

function documentOf(attested: Attested): AttestDocument {
  if (attested.did === "nothing") return attested;
  const { did, entry, statement, signer, keyType } = attested;
  return {
    did,
    path: entry.path,
    payload: entry.payload,
    assets: statement.predicate.changes.length,
    subjects: statement.subject.length,
    removed: statement.predicate.removed.length,
    signer,
    keyType,
  };
}
