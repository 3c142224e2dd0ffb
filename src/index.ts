/**
 * The programmatic API. Ports come first: whoever embeds the program brings a repository, files and
 * a clock, and gets the values that the commands print. A repository in any file system, one in memory
 * too, is what `openPortableRepository` gives (docs/api.md).
 */
export { attest, type Attested, type AttestOptions } from "./app/attest.ts";
export { priceTree } from "./app/cost.ts";
export { explain } from "./app/explain.ts";
export { headOf } from "./app/head.ts";
export type { Host, Tool } from "./app/host.ts";
export { review, type Reviewed, type ReviewOptions } from "./app/review.ts";
export { verify, type Verified, type VerifyOptions } from "./app/verify.ts";
export type { Clock, Files, ReadTree, Repository, Signer, SnapshotCache } from "./base/ports.ts";
export { Failure, type FailureCode } from "./base/failure.ts";
export { openPortableRepository } from "./host/portable/open.ts";
export type { PortableFs } from "./host/portable/disk.ts";
export type { PortableOptions } from "./host/portable/place.ts";
export type { Diagnostic, RuleInfo, Severity } from "./diagnostic/diagnostic.ts";
export type { Review } from "./model/review.ts";
export type { Asset, Edge, Snapshot } from "./model/snapshot.ts";
