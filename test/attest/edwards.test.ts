import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ed25519KeyFault, hasLowOrderR } from "../../src/attest/edwards.ts";
import { isSignedBy, readPublicKey } from "../../src/attest/keys.ts";
import { author, testKey } from "../support/attest.ts";

// Affine arithmetic by the definition of the curve, apart from the code under test.
const p = 2n ** 255n - 19n;
const mod = (value: bigint): bigint => ((value % p) + p) % p;
const power = (base: bigint, exponent: bigint): bigint => {
  if (exponent === 0n) return 1n;
  const half = power(mod(base * base), exponent / 2n);
  return exponent % 2n === 1n ? mod(half * base) : half;
};
const inverse = (value: bigint): bigint => power(value, p - 2n);
const d = mod(-121665n * inverse(121666n));
type Affine = readonly [x: bigint, y: bigint];
const add = ([x1, y1]: Affine, [x2, y2]: Affine): Affine => {
  const k = mod(d * x1 * x2 * y1 * y2);
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + k)), mod((y1 * y2 + x1 * x2) * inverse(1n - k))];
};
const bytesOf = (y: bigint, signBit: bigint): Uint8Array =>
  Uint8Array.from(
    Buffer.from((y | (signBit << 255n)).toString(16).padStart(64, "0"), "hex"),
  ).toReversed();
const encode = ([x, y]: Affine): Uint8Array => bytesOf(y, x & 1n);
const decode = (key: Uint8Array): Affine => {
  const number = BigInt(`0x${Buffer.from(key.toReversed()).toString("hex")}`);
  const y = number & (2n ** 255n - 1n);
  const square = mod((y * y - 1n) * inverse(mod(d * y * y + 1n)));
  const candidate = power(square, (p + 3n) / 8n);
  const x =
    mod(candidate * candidate) === square ? candidate : mod(candidate * power(2n, (p - 1n) / 4n));
  return [(x & 1n) === number >> 255n ? x : mod(-x), y];
};

const order8 = Buffer.from(
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "hex",
);
const torsion = Array.from({ length: 7 }).reduce<readonly Affine[]>(
  (points) => [...points, add(points.at(-1) ?? [0n, 1n], decode(order8))],
  [[0n, 1n]],
);
const rawOf = (spki: Uint8Array): Uint8Array => spki.subarray(12);
const spkiOf = (raw: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);

test("the eight points of small order are eight, and none may be a key", () => {
  const keys = torsion.map(encode);
  expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(8);
  expect(keys.map(ed25519KeyFault)).toEqual(keys.map(() => "is a point of small order"));
});

test("a real key plus a point of small order is of mixed order, and may not be a key", () => {
  const real = decode(rawOf(author.publicKey.spki));
  const mixed = torsion.slice(1).map((point) => encode(add(real, point)));
  expect(mixed.map(ed25519KeyFault)).toEqual(mixed.map(() => "is a point of mixed order"));
  expect(encode(add(real, [0n, 1n]))).toEqual(Uint8Array.from(rawOf(author.publicKey.spki)));
});

test("encodings that are not canonical, and what is no point, may not be a key", () => {
  const keys = [
    bytesOf(p, 0n),
    bytesOf(p + 1n, 0n),
    bytesOf(1n, 1n),
    bytesOf(p - 1n, 1n),
    bytesOf(2n, 0n),
    bytesOf(2n ** 255n - 1n, 1n),
    Buffer.alloc(31),
    Buffer.alloc(33),
  ];
  expect(keys.map(ed25519KeyFault)).toEqual(keys.map(() => "is no canonical point of the curve"));
});

test("keys that Node makes are accepted", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(ed25519KeyFault(rawOf(testKey(name).publicKey.spki))).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test("a bad point is refused as a public key in SPKI form", () => {
  const read = readPublicKey(spkiOf(encode(torsion[0]!)));
  expect(read).toEqual({ ok: false, fault: "is a point of small order" });
  expect(readPublicKey(author.publicKey.spki).ok).toBe(true);
});

test("R of small order is found in each of its 14 encodings, and in no real signature", () => {
  const canonical = torsion.map(encode);
  const others = [
    bytesOf(p, 0n),
    bytesOf(p, 1n),
    bytesOf(p + 1n, 0n),
    bytesOf(p + 1n, 1n),
    bytesOf(1n, 1n),
    bytesOf(p - 1n, 1n),
  ];
  const all = [...canonical, ...others];
  expect(new Set(all.map((key) => Buffer.from(key).toString("hex"))).size).toBe(14);
  expect(all.every((r) => hasLowOrderR(Buffer.concat([r, Buffer.alloc(32)])))).toBe(true);
  const signature = sign(null, Buffer.from("a"), author.handle);
  expect(hasLowOrderR(signature)).toBe(false);
});

test("the constant signature of the neutral point fits nothing, whatever Node says", () => {
  const raw = encode([0n, 1n]);
  const handle = createPublicKey({ key: Buffer.from(spkiOf(raw)), format: "der", type: "spki" });
  const key = { type: "ed25519", keyId: "", spki: spkiOf(raw), handle } as const;
  const signature = Buffer.concat([raw, Buffer.alloc(32)]);
  expect(isSignedBy(key, Buffer.from("any message"), signature)).toBe(false);
});

test("a signature with S plus the order of the group does not fit", () => {
  const message = Buffer.from("message");
  const signature = sign(
    null,
    message,
    createPrivateKey(author.handle.export({ format: "pem", type: "pkcs8" })),
  );
  expect(isSignedBy(author.publicKey, message, signature)).toBe(true);
  const s = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString("hex")}`);
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const twin = Buffer.concat([signature.subarray(0, 32), bytesOf(s + order, 0n)]);
  expect(isSignedBy(author.publicKey, message, twin)).toBe(false);
});
