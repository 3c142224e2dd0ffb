import { expect, test } from "vitest";
import { isPersonalColumn, isPersonalTag, piiCategory } from "../../src/policy/personal.ts";

test.each(["pii", "pii.contact", "phi.diagnosis", "PII.contact"])(
  "%s is a tag of personal data",
  (tag) => {
    expect(isPersonalTag(tag)).toBe(true);
  },
);

test.each(["piix", "not-pii", "philosophy", "gold", "a.pii"])("%s is none", (tag) => {
  expect(isPersonalTag(tag)).toBe(false);
});

test.each([
  ["email", "email"],
  ["customer_email", "email"],
  ["CustomerEmailAddress", "email"],
  ["billingAddress", "address"],
  ["first_name", "name"],
  ["LASTNAME", "name"],
  ["phone_number", "phone"],
  ["SSN", "government-id"],
  ["patient_date_of_birth", "birth-date"],
  ["clientIP", "ip-address"],
  ["client_ip", "ip-address"],
  ["account-iban", "financial"],
])("%s is read as %j", (name, category) => {
  expect(piiCategory(name)).toBe(category);
});

test.each([
  "email_count",
  "emailed",
  "email_hash",
  "phone_flag",
  "product_name",
  "filename",
  "surname_masked",
  "renamed",
  "microphone",
  "shipping_address_total",
  "dobermann",
  "constructor",
])("%s is not personal by name", (name) => {
  expect(piiCategory(name)).toBe("");
});

test("a number or a flag cannot be a name or an address", () => {
  expect(piiCategory("email", "boolean")).toBe("");
  expect(piiCategory("zip_code", "int")).toBe("");
  expect(piiCategory("ssn", "bigint")).toBe("government-id");
});

test("a tag decides against the name", () => {
  expect(isPersonalColumn({ name: "email", tags: [] })).toBe(true);
  expect(isPersonalColumn({ name: "email", tags: ["not-pii"] })).toBe(false);
  expect(isPersonalColumn({ name: "code", tags: ["pii.contact"] })).toBe(true);
});
