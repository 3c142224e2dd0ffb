/** Arithmetic on edwards25519 for public points only: nothing secret passes through here. */
const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const d = mod(-121665n * power(121666n, p - 2n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);

/** Extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}
const neutral: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/**
 * Why 32 bytes must not serve as an Ed25519 public key; undefined for a good one. Node takes keys of
 * small and of mixed order, with which one signature fits many messages, and its versions differ.
 */
export function ed25519KeyFault(key: Uint8Array): string | undefined {
  const point = decoded(key);
  if (point === undefined) return "is no canonical point of the curve";
  if (isNeutral(times(point, 8n))) return "is a point of small order";
  return isNeutral(times(point, order)) ? undefined : "is a point of mixed order";
}

/**
 * Whether R, the first half of a signature, is one of the 14 encodings of the points of small order.
 * Node 20 and 22 accept them, 24 does not: refusing gives one answer everywhere.
 */
export function hasLowOrderR(signature: Uint8Array): boolean {
  const y = Buffer.from(signature.subarray(0, 32));
  y[31] = (y[31] ?? 0) & 0x7f;
  return lowOrderY.has(y.toString("hex"));
}

/** Their y coordinates, little-endian without the sign bit: 0, 1, p-1, p, p+1 and two of order 8. */
const lowOrderY: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** RFC 8032, 5.1.3, with y < p and without a negative zero. */
function decoded(key: Uint8Array): Point | undefined {
  if (key.length !== 32) return undefined;
  const number = BigInt(`0x${Buffer.from(key.toReversed()).toString("hex")}`);
  const y = number & (2n ** 255n - 1n);
  const isNegative = number >> 255n === 1n;
  if (y >= p) return undefined;
  const x = rootOf((y * y - 1n) * power(mod(d * y * y + 1n), p - 2n));
  if (x === undefined || (x === 0n && isNegative)) return undefined;
  const X = (x & 1n) === (isNegative ? 1n : 0n) ? x : mod(-x);
  return { X, Y: y, Z: 1n, T: mod(X * y) };
}

/** A square root modulo p (p = 5 modulo 8); undefined where there is none. */
function rootOf(square: bigint): bigint | undefined {
  const value = mod(square);
  const candidate = power(value, (p + 3n) / 8n);
  if (mod(candidate * candidate) === value) return candidate;
  const other = mod(candidate * rootOfMinusOne);
  return mod(other * other) === value ? other : undefined;
}

/** Complete addition for a = -1 (RFC 8032, 5.1.4), so it doubles as well. */
function sum(left: Point, right: Point): Point {
  const a = mod((left.Y - left.X) * (right.Y - right.X));
  const b = mod((left.Y + left.X) * (right.Y + right.X));
  const c = mod(2n * d * left.T * right.T);
  const e = mod(2n * left.Z * right.Z);
  const [f, g, h, i] = [b - a, e - c, e + c, b + a];
  return { X: mod(f * g), Y: mod(h * i), Z: mod(g * h), T: mod(f * i) };
}

function times(point: Point, factor: bigint): Point {
  let result = neutral;
  let doubled = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = sum(result, doubled);
    doubled = sum(doubled, doubled);
  }
  return result;
}

function isNeutral({ X, Y, Z }: Point): boolean {
  return X === 0n && Y === Z;
}

function mod(value: bigint): bigint {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
