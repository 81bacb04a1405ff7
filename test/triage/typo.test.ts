import { expect, test } from "vitest";
import { isTypo } from "#src/triage/typo.ts";

test.each([
  ["a wrong letter", "3栋2单元楼道灯怀了", "3栋2单元楼道灯坏了"],
  ["two wrong letters", "3栋2单元楼到灯怀了,麻烦来修", "3栋2单元楼道灯坏了,麻烦来修"],
  ["a missing letter", "楼道灯坏麻烦来修", "楼道灯坏了麻烦来修"],
  ["a letter too many", "楼道灯坏坏了麻烦来修", "楼道灯坏了麻烦来修"],
  ["letters the wrong way round", "电梯了坏", "电梯坏了"],
  ["signs and spaces", "电梯坏了 麻烦来修", "电梯坏了,麻烦来修!🙏"],
  ["full-width digits", "3栋电梯坏了", "3栋电梯坏了"],
])("%s is a typo", (_, before, after) => expect(isTypo(before, after)).toBe(true));

test.each([
  ["another number", "3栋电梯坏了", "8栋电梯坏了"],
  ["another numeral", "三栋电梯坏了", "八栋电梯坏了"],
  ["a no", "水管漏水了", "水管没漏水了"],
  ["another direction", "楼上漏水了", "楼下漏水了"],
  ["urgency", "电梯坏了快来", "电梯坏了来"],
  ["more words", "电梯坏了", "电梯坏了,里面困了人"],
  ["fewer words", "电梯坏了,卡在一楼不动", "电梯坏了"],
  ["other words", "电梯坏了", "门禁坏了刷不开"],
  ["words where there were none", "", "电梯坏了"],
  ["nothing where there were words", "电梯坏了", ""],
  ["all of a long text", "啊".repeat(4000), "哦".repeat(4000)],
])("%s is no typo", (_, before, after) => expect(isTypo(before, after)).toBe(false));
