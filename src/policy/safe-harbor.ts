import { meaningsByEnd } from "./names.ts";
import type { NamedColumn } from "./personal.ts";

/**
 * The letter of the identifier in 45 CFR 164.514(b)(2)(i) that a column's name suggests, `""` for
 * none. Dates and postal codes are not among them: they may stay if they are coarse enough, see
 * `precisionFor`. Item R, any other unique code, has no names of its own.
 */
export function safeHarborItem({ name }: Pick<NamedColumn, "name">): string {
  return itemsOf(name)[0] ?? "";
}

/** How coarse Safe Harbor demands the column: `zip3`, `year`, or `""` where it demands nothing. */
export function precisionFor({ name, type = "" }: Pick<NamedColumn, "name" | "type">): string {
  const [precision] = precisionsOf(name);
  if (precision !== undefined) return precision;
  return /^(?:date|datetime|smalldatetime|timestamp)/iu.test(type.trim()) ? "year" : "";
}

const precisionsOf = meaningsByEnd([
  ["zip3", "zip|zip code|zipcode|postcode|post code|postal code|postalcode"],
  [
    "year",
    "dob|date of birth|birth date|birthdate|birthday|admission date|discharge date|death date|date of death|date of service|visit date|service date",
  ],
]);

const itemsOf = meaningsByEnd([
  [
    "A",
    "first name|last name|full name|given name|family name|middle name|maiden name|surname|forename|firstname|lastname|fullname|patient name|person name|contact name|customer name|employee name|initials",
  ],
  [
    "B",
    "street|street address|home address|postal address|mailing address|billing address|address line 1|address line 2|address|city|town|county|precinct|parish|geocode|latitude|longitude|lat|lng|lon",
  ],
  [
    "D",
    "phone|telephone|mobile|mobile phone|phone number|mobile number|phone no|msisdn|contact number",
  ],
  ["E", "fax|fax number|fax no"],
  ["F", "email|e mail|email address|mail address|email addr|emailaddress"],
  ["G", "ssn|social security number|social security no|social insurance number"],
  ["H", "mrn|medical record number|medical record no|patient number|chart number"],
  [
    "I",
    "health plan number|beneficiary number|beneficiary id|member id|policy number|insurance id",
  ],
  [
    "J",
    "account number|account no|iban|bank account|credit card|credit card number|card number|routing number",
  ],
  [
    "K",
    "license number|licence number|driver license|driving licence|certificate number|passport|passport number|npi",
  ],
  ["L", "vin|vehicle id|license plate|licence plate|plate number|vehicle identification number"],
  ["M", "device id|device identifier|serial number|imei|udid|mac address|device serial"],
  ["N", "url|uri|web address|website|homepage|profile link"],
  ["O", "ip|ip address|ip addr|ipv4|ipv6|client ip|remote ip|source ip"],
  ["P", "fingerprint|voiceprint|retina scan|iris scan|biometric|biometrics|face embedding"],
  ["Q", "photo|photograph|portrait|face image|picture|selfie"],
]);
