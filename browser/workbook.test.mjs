// A platform's blank, filled by the program and reopened by another one: only the data rows change.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { identityNumber } from "./people.mjs";
import { blankWorkbook, reopen } from "./support.mjs";

const run = promisify(execFile);
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "onex-workbook-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const PEOPLE = [
  { number: "2023010101", name: "欧阳思远", sex: "男", id: identityNumber("20080312", 11) },
  { number: "2023010102", name: "李梓㛃", sex: "女", id: identityNumber("20071105", 24) },
  { number: "2023010103", name: "阿依古丽·买买提", sex: "女", id: identityNumber("20080229", 46) },
];

async function fill() {
  const [template, students, out] = ["blank.xlsx", "students.csv", "filled.xlsx"].map((name) =>
    join(folder, name),
  );
  await blankWorkbook(template);
  const rows = PEOPLE.map(
    ({ number, name, sex, id }) => `${number},${name},${sex},${id},2023,汽车运用与维修,23汽修1班,在读`,
  );
  const header = "学号,姓名,性别,身份证号,年级,专业,班级,学籍状态";
  await writeFile(students, `\uFEFF${[header, ...rows].join("\r\n")}\r\n`);
  const words = ["fill", template, "--students", students, "--out", out, "--json"];
  const { stdout } = await run(process.env.ONEX_PROGRAM, words, { cwd: folder });
  return { report: JSON.parse(stdout), blank: await reopen(template), filled: await reopen(out) };
}

test("plan_6_3_a_filled_workbook_opens_elsewhere_and_only_its_rows_are_new", async () => {
  const { report, blank, filled } = await fill();
  assert.equal(report.rows, PEOPLE.length);

  const [form, words] = filled.sheets;
  const [empty, dictionary] = blank.sheets;
  assert.deepEqual(words, dictionary, "the hidden sheet stays");
  for (const part of ["name", "state", "merged", "lists", "hidden_columns", "widths", "freeze"]) {
    assert.deepEqual(form[part], empty[part], part);
  }
  for (const [place, cell] of Object.entries(empty.cells)) {
    assert.deepEqual(form.cells[place], cell, place);
  }
  PEOPLE.forEach(({ name, sex, id }, index) => {
    const row = index + 3;
    assert.equal(form.cells[`A${row}`]?.value, name);
    assert.equal(form.cells[`B${row}`]?.value, sex);
    assert.equal(form.cells[`C${row}`]?.value, id);
    assert.equal(form.cells[`C${row}`]?.type, "s", "an identity number is text");
  });
  assert.equal(form.cells[`A${PEOPLE.length + 3}`], undefined, "no row too many");
});
