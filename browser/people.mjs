// Invented people and the rosters they stand in.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An invented identity number: region 990000, odd order for men, check digit as GB 11643 has it. */
export function identityNumber(birth, order) {
  const body = `990000${birth}${String(order).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + "10X98765432"[sum % 11];
}

const FAMILY = ["欧阳", "农", "闭", "蒙", "黄", "覃", "梁", "莫", "罗", "滕"];
const GIVEN = ["梓晨", "静姝", "海鹏", "雨桐", "志航", "慧珍", "子墨", "晓岚", "国豪", "佳怡"];

/**
 * `count` people of one class. `series` (1 to 99) keeps the people of one journey apart from those of another.
 */
export function invented(count, { series, className, grade, major }) {
  return Array.from({ length: count }, (_, at) => {
    const birth = `2009${String((at % 9) + 1).padStart(2, "0")}${String((series % 28) + 1).padStart(2, "0")}`;
    const order = (at * 2 + (at % 2)) % 1000;
    const id = identityNumber(birth, order);
    return {
      学籍号: `G${id}`,
      学号: `${grade}99${String(series).padStart(2, "0")}${String(at + 1).padStart(2, "0")}`,
      姓名: FAMILY[at % 10] + GIVEN[(at * 3 + series) % 10],
      性别: order % 2 ? "男" : "女",
      身份证号: id,
      出生日期: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
      ...major,
      年级: String(grade),
      班级: className,
      学籍状态: "在读",
      联系电话: `1380000${String(series).padStart(2, "0")}${String(at + 10)}`,
    };
  });
}

export const ACCOUNTING = { 系部: "财经系", 专业组: "会计专业组", 专业代码: "730301", 专业: "会计事务" };
export const FINANCE = { 系部: "财经系", 专业组: "金融专业组", 专业代码: "730201", 专业: "金融事务" };

/** Rows as a school's sheet has them: a heading above, the column names, the people, a line at the end. */
export function sheetOf(people, { heading = "2024 级新生名册", end = "制表人：教务处" } = {}) {
  const names = Object.keys(people[0]);
  return [[heading], names, ...people.map((one) => names.map((name) => one[name])), [end]];
}

/** Write rows into a workbook; text stays text. */
export async function writeWorkbook(path, rows) {
  const program = process.env.ONEX_PYTHON ?? "python3";
  const script = fileURLToPath(new URL("workbook.py", import.meta.url));
  await promisify(execFile)(program, [script, "--rows", path, JSON.stringify(rows)]);
}
