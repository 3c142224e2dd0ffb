import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectId, type ObjectId } from "../../src/base/digest.ts";
import { BatchReader, readBlobs, readListedBlobs } from "../../src/host/blobs.ts";
import { given, givenClone } from "../support/opened.ts";

interface Sent {
  readonly bytes: Uint8Array | undefined;
  readonly type: "blob" | "commit";
}

const sent: fc.Arbitrary<Sent> = fc.record({
  bytes: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  type: fc.constantFrom("blob", "blob", "blob", "commit"),
});

function framed({ bytes, type }: Sent): Buffer {
  const id = "a".repeat(40);
  if (bytes === undefined) return Buffer.from(`${id} missing\n`);
  return Buffer.concat([Buffer.from(`${id} ${type} ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

/** The bytes cut at these places, given as shares of the whole. */
function cut(bytes: Buffer, shares: readonly number[]): readonly Buffer[] {
  const places = shares.map((share) => Math.floor(share * bytes.length));
  const ends = [...places, bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

test("the batch reader gives the same blobs wherever the output is cut", () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
  const limits = fc.integer({ min: 0, max: 300 });
  const property = fc.property(fc.array(sent), shares, limits, (objects, places, limit) => {
    const reader = new BatchReader(limit);
    for (const chunk of cut(Buffer.concat(objects.map(framed)), places)) reader.push(chunk);
    const expected = objects.map(({ bytes, type }) =>
      type === "blob" && bytes && bytes.length <= limit ? Buffer.from(bytes) : undefined,
    );
    expect(reader.blobs.map((blob) => blob && Buffer.from(blob))).toEqual(expected);
  });
  expect(() => {
    fc.assert(property);
  }).not.toThrow();
});

test("an answer that is no batch output is refused instead of read on", () => {
  const reader = new BatchReader(100);
  expect(() => {
    reader.push(Buffer.from("who knows\n"));
  }).toThrow("unexpected answer");
  expect(() => {
    new BatchReader(100).push(Buffer.alloc(5000, 0x61));
  }).toThrow("unexpected answer");
});

const id = (bytes: Uint8Array): ObjectId => objectId("blob", bytes);

test("blobs come back in the order asked, binary, empty, repeated and absent ones alike", async () => {
  const binary = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
  const { root, environment } = await given({ binary, empty: "", text: "missing\n" });
  const text = Buffer.from("missing\n");
  const absent = id(Buffer.from("never stored"));
  const asked = [id(text), absent, id(binary), id(new Uint8Array()), id(text)];
  const blobs = await readBlobs({ directory: root, environment }, asked);
  expect(blobs.map((blob) => blob && Buffer.from(blob))).toEqual([
    text,
    undefined,
    Buffer.from(binary),
    Buffer.alloc(0),
    text,
  ]);
  expect(await readBlobs({ directory: root, environment }, [])).toEqual([]);
});

test("a blob over the limit is undefined and those around it are whole", async () => {
  const huge = Buffer.alloc(20_000_000, "huge ");
  const { root, environment } = await given({ huge, small: "s", edge: "12345678" });
  const asked = [id(Buffer.from("s")), id(huge), id(Buffer.from("12345678"))];
  const blobs = await readBlobs({ directory: root, environment }, asked, 8);
  expect(blobs.map((blob) => blob && String(Buffer.from(blob)))).toEqual([
    "s",
    undefined,
    "12345678",
  ]);
});

test("a broken object is a GIT failure, not an absent blob", async () => {
  const repository = await given({ a: "1" });
  const blob = id(Buffer.from("1"));
  const path = `.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`;
  await repository.write({ [path]: "garbage" });
  const git = { directory: repository.root, environment: repository.environment };
  await expect(readBlobs(git, [blob])).rejects.toMatchObject({ code: "GIT" });
});

test("what a partial clone lacks is PARTIAL with the command that mends it; nothing is fetched", async () => {
  const source = await given({ a: "1", b: "2", c: "3" });
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--no-checkout", "--filter=blob:none");
  await clone.write({ b: "2" });
  await clone.git("hash-object", "-w", "b");
  const git = { directory: clone.root, environment: clone.environment };
  const asked = ["2", "1", "3"].map((text) => id(Buffer.from(text)));
  const reading = readListedBlobs(git, asked, {
    pathOf: (blob) => (blob === asked[1] ? "a" : "c"),
  });
  await expect(reading).rejects.toMatchObject({
    code: "PARTIAL",
    message: "the clone is partial and lacks the content of 2 files to be read, a first",
    help: expect.stringContaining("git fetch --refetch --no-filter") as unknown,
  });
  const held = await readListedBlobs(git, asked.slice(0, 1), { pathOf: () => undefined });
  expect(held.map(String)).toEqual(["2"]);
  await clone.git("fetch", "-q", "--refetch", "--no-filter");
  expect(await readBlobs(git, asked)).toHaveLength(3);
});
