import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  byteSize,
  cpuCores,
  durationSeconds,
  inGiB,
  inTiB,
  kubernetesQuantity,
  plainNumber,
} from "../../src/base/quantity.ts";

describe("Kubernetes quantities", () => {
  test.each([
    ["500m", "0.5"],
    ["1", "1"],
    [1, "1"],
    [0.5, "0.5"],
    ["0.5", "0.5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["007", "7"],
    ["+2", "2"],
    ["2Gi", "2147483648"],
    ["1.5Ki", "1536"],
    ["1k", "1000"],
    ["1e3", "1000"],
    ["1E3", "1000"],
    ["25e-1", "2.5"],
    [1e21, "1000000000000000000000"],
    ["1E", "1000000000000000000"],
    ["1Ei", "1152921504606846976"],
    ["128974848", "128974848"],
    ["400m", "0.4"],
    ["100n", "0.0000001"],
    ["0", "0"],
  ])("%s is %s", (text, value) => {
    expect(kubernetesQuantity(text)).toBe(value);
  });

  test.each([
    "-1",
    "-500m",
    "",
    " 1",
    "1 Gi",
    "1K",
    "1gi",
    "1GiB",
    "1e999",
    "1e",
    "m",
    ".",
    "1.2.3",
    "{{ .Values.cpu }}",
    "9".repeat(31),
    null,
    true,
    ["1"],
    NaN,
    Infinity,
  ])("%j is refused", (text) => {
    expect(kubernetesQuantity(text)).toBeUndefined();
  });
});

describe("quantities of own kinds", () => {
  test.each([
    ["120 GiB", "128849018880"],
    ["5 GB", "5000000000"],
    ["1KiB", "1024"],
    ["1.5 KB", "1500"],
    ["0 TB", "0"],
    ["2 TiB", "2199023255552"],
    ["1 MB", "1000000"],
    ["1 MiB", "1048576"],
  ])("%s is %s bytes", (text, value) => {
    expect(byteSize(text)).toBe(value);
  });

  test.each(["120", 120, "120 gib", "120 Gi", "-1 GiB", "1  GiB", "GiB", "1e3 GiB", ""])(
    "%j is no size",
    (text) => {
      expect(byteSize(text)).toBeUndefined();
    },
  );

  test("bytes become GiB and TiB without rounding", () => {
    expect(inGiB("128849018880")).toBe("120");
    expect(inGiB(byteSize("120 GB") ?? "")).toBe("111.758708953857421875");
    expect(inTiB("1")).toBe("0.0000000000009094947017729282379150390625");
    expect(inGiB("x")).toBeUndefined();
  });

  test.each([
    ["4", "4"],
    ["0.5", "0.5"],
    [2, "2"],
    ["500m", "0.5"],
    ["1500m", "1.5"],
  ])("cpu %s is %s cores", (text, value) => {
    expect(cpuCores(text)).toBe(value);
  });

  test.each(["-1", "1 core", "1Gi", "", "m"])("cpu %j is refused", (text) => {
    expect(cpuCores(text)).toBeUndefined();
  });

  test("numbers are taken as they are written", () => {
    expect(plainNumber(24)).toBe("24");
    expect(plainNumber(0.1)).toBe("0.1");
    expect(plainNumber(1e-7)).toBe("0.0000001");
    expect(plainNumber(-1)).toBeUndefined();
    expect(plainNumber("24")).toBeUndefined();
  });
});

describe("durations", () => {
  test.each([
    ["PT20M", "1200"],
    ["PT1H", "3600"],
    ["P1D", "86400"],
    ["P2W", "1209600"],
    ["P1DT2H3M4.5S", "93784.5"],
    ["PT0.5H", "1800"],
    ["PT0S", "0"],
    ["PT90M", "5400"],
  ])("%s is %s seconds", (text, value) => {
    expect(durationSeconds(text)).toBe(value);
  });

  test.each([
    "P",
    "PT",
    "P1DT",
    "20M",
    "P1M",
    "P1Y",
    "P1Y2DT3H",
    "-PT1M",
    "PT1M2H",
    "pt1m",
    "PT1",
    "PT1,5S",
    "1200",
    1200,
    "",
  ])("%j is refused", (text) => {
    expect(durationSeconds(text)).toBeUndefined();
  });
});

test("no text makes a parser throw, and what is read is a plain decimal", () => {
  const alphabet = fc.constantFrom(..."0123456789.+-eEmnukKMGTPiB PTDHSWx\n".split(""));
  const texts = fc.oneof(fc.string(), fc.string({ unit: alphabet, maxLength: 40 }), fc.double());
  fc.assert(
    fc.property(texts, (text) => {
      for (const read of [kubernetesQuantity, byteSize, cpuCores, durationSeconds, plainNumber]) {
        expect(read(text) ?? "0").toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/u);
      }
    }),
    { numRuns: 2000 },
  );
});
