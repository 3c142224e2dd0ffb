import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  effectiveRequest,
  type ContainerResources,
  type InitContainer,
} from "../../src/base/pod-request.ts";

const app = (cpu: string): ContainerResources => ({ requests: { cpu }, limits: {} });
const init = (cpu: string): InitContainer => ({ ...app(cpu), sidecar: false });
const sidecar = (cpu: string): InitContainer => ({ ...app(cpu), sidecar: true });
const nothing: ContainerResources = { requests: {}, limits: {} };

test("containers that run together are added up", () => {
  expect(effectiveRequest({ init: [], app: [app("0.5"), app("1.25")] }, "cpu")).toBe("1.75");
});

test("init containers run one after the other: the largest counts, when it exceeds the rest", () => {
  expect(effectiveRequest({ init: [init("4"), init("3")], app: [app("2")] }, "cpu")).toBe("4");
  expect(effectiveRequest({ init: [init("1"), init("1")], app: [app("2")] }, "cpu")).toBe("2");
});

test("a sidecar runs beside the containers of the pod", () => {
  expect(effectiveRequest({ init: [sidecar("1")], app: [app("2")] }, "cpu")).toBe("3");
});

test("an init container beside earlier sidecars can exceed everything that runs later", () => {
  const pod = { init: [sidecar("1"), sidecar("0.5"), init("4"), sidecar("0.25")], app: [app("2")] };
  // 1 + 0.5 + 4 while the init container runs; 1 + 0.5 + 0.25 + 2 afterwards.
  expect(effectiveRequest(pod, "cpu")).toBe("5.5");
});

test("a sidecar listed after an init container does not run beside it", () => {
  expect(effectiveRequest({ init: [init("4"), sidecar("1")], app: [app("2")] }, "cpu")).toBe("4");
});

test("a request defaults to the limit", () => {
  const container = { requests: { memory: "1024" }, limits: { cpu: "2", memory: "4096" } };
  expect(effectiveRequest({ init: [], app: [container] }, "cpu")).toBe("2");
  expect(effectiveRequest({ init: [], app: [container] }, "memory")).toBe("1024");
});

test("without request and limit cpu and memory are unknown, wherever the container stands", () => {
  expect(effectiveRequest({ init: [], app: [app("1"), nothing] }, "cpu")).toBeUndefined();
  expect(
    effectiveRequest({ init: [{ ...nothing, sidecar: true }], app: [app("1")] }, "cpu"),
  ).toBeUndefined();
  expect(effectiveRequest({ init: [], app: [app("1")] }, "memory")).toBeUndefined();
});

test("devices that nobody asks for are not used", () => {
  const gpu = { requests: {}, limits: { "nvidia.com/gpu": "1" } };
  expect(effectiveRequest({ init: [], app: [app("1"), gpu] }, "nvidia.com/gpu")).toBe("1");
  expect(effectiveRequest({ init: [], app: [app("1")] }, "nvidia.com/gpu")).toBe("0");
});

test("a value that could not be read is unknown, and does not fall back to the limit", () => {
  const container = { requests: { cpu: undefined }, limits: { cpu: "2" } };
  expect(effectiveRequest({ init: [], app: [container] }, "cpu")).toBeUndefined();
});

test("overhead is added, and resources of the whole pod come before those of containers", () => {
  const pod = { init: [], app: [app("1"), nothing], overhead: { cpu: "0.25" } };
  expect(effectiveRequest({ ...pod, pod: { requests: { cpu: "3" }, limits: {} } }, "cpu")).toBe(
    "3.25",
  );
  expect(
    effectiveRequest({ ...pod, overhead: { cpu: undefined }, app: [app("1")] }, "cpu"),
  ).toBeUndefined();
});

test("names of object members are no resources", () => {
  expect(effectiveRequest({ init: [], app: [app("1")] }, "constructor")).toBe("0");
});

test("the request is never below what runs, nor below any init container", () => {
  const cores = fc.integer({ min: 0, max: 64 });
  const inits = fc.array(fc.record({ cpu: cores, sidecar: fc.boolean() }), { maxLength: 6 });
  fc.assert(
    fc.property(inits, fc.array(cores, { maxLength: 4 }), (before, later) => {
      const pod = {
        init: before.map(({ cpu, sidecar: keeps }) => ({ ...app(String(cpu)), sidecar: keeps })),
        app: later.map((cpu) => app(String(cpu))),
      };
      const total = Number(effectiveRequest(pod, "cpu"));
      const sidecars = before.filter((one) => one.sidecar).reduce((sum, one) => sum + one.cpu, 0);
      const run = sidecars + later.reduce((sum, cpu) => sum + cpu, 0);
      expect(total).toBeGreaterThanOrEqual(Math.max(run, ...before.map(({ cpu }) => cpu)));
      expect(total).toBeLessThanOrEqual(run + before.reduce((sum, one) => sum + one.cpu, 0));
    }),
  );
});
