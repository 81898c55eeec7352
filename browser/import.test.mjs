// The office brings a class list in: five pages, faults mended in place, one transaction, undone again.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ACCOUNTING, identityNumber, invented, sheetOf, writeWorkbook } from "./people.mjs";
import { checkPage, close, followJob, press, reopen, screenshot, signedIn } from "./support.mjs";

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "onex-import-"))));
after(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

/** Eight people; row 5 with a wrong check digit, row 7 with a day that no calendar has, row 11 is row 3 again. */
async function messyRoster(name, series) {
  const people = invented(8, { series, className: `24会计${series}班`, grade: 2024, major: ACCOUNTING });
  const right = people[2].身份证号;
  people[2].身份证号 = right.slice(0, 17) + (right[17] === "0" ? "1" : "0");
  people[4].出生日期 = "2009-02-30";
  people[5].姓名 = ` ${people[5].姓名}　`;
  const column = `打给谁${randomUUID().slice(0, 4)}`;
  for (const one of people) {
    one[column] = one.联系电话;
    delete one.联系电话;
  }
  people.push({ ...people[0], 学号: `2024999${series}` });
  const path = join(folder, name);
  await writeWorkbook(path, sheetOf(people));
  return { path, people, right, column };
}

/** Lead the file through the first three pages. */
async function upload(clerk, path, look) {
  const { page } = clerk;
  await clerk.go("/imports");
  await look(clerk);
  await press(page, page.getByRole("link", { name: "导入一份表" }).first());
  await look(clerk);
  await press(page, page.getByRole("link", { name: "上传学生名册" }));
  await look(clerk);
  await page.getByLabel("系部、专业组、专业、班级按文件新建").check();
  await page.getByLabel("要导入的文件").setInputFiles(path);
  await press(page, page.getByRole("button", { name: "上传并检查" }));
  await followJob(page);
}

/** Mend a cell in the list of faults. */
async function mend(page, row, column, value) {
  const cell = page.getByLabel(new RegExp(`第 ${row} 行.*${column}`));
  await cell.fill(value);
  await press(page, cell.locator("xpath=ancestor::form").getByRole("button", { name: "保存并再查" }));
}

test("plan_6_3_a_messy_roster_is_mended_imported_recognised_and_undone", async () => {
  const { path, people, right, column } = await messyRoster("24级新生.xlsx", 61);
  const clerk = await signedIn("office_clerk");
  const { page } = clerk;
  await upload(clerk, path, checkPage);

  // All columns but one are recognised, and the heading row was passed over.
  assert.match(await page.locator("h1").innerText(), /对列/);
  assert.match(await page.locator("main").innerText(), /标题在第 2 行/);
  await checkPage(clerk);
  await page.getByLabel(new RegExp(`${column} ?导入到`)).selectOption({ label: "联系电话" });
  await press(page, page.getByRole("button", { name: /^检查 \d+ 行/ }));
  await followJob(page);

  // Every fault with the sheet's own row, the column's own name, what was found and what to do.
  assert.match(await page.locator("h1").innerText(), /检查/);
  await checkPage(clerk);
  await screenshot(page, "import");
  const faults = page.getByRole("region", { name: "不能导入的行" });
  const wrongDigit = faults.locator("tbody tr").filter({ hasText: "身份证号" }).filter({ hasText: people[2].姓名 });
  assert.equal(await wrongDigit.locator("td").first().innerText(), "5");
  const wrongDay = faults.locator("tbody tr").filter({ hasText: "2009-02-30" });
  assert.equal(await wrongDay.locator("td").first().innerText(), "7");

  // Mend one where it stands: first with another wrong value, then with the right one.
  await mend(page, 7, "出生日期", "2009-02-31");
  assert.match(await page.content(), /2009-02-31/, "what was typed stays");
  await checkPage(clerk);
  await mend(page, 7, "出生日期", "2009-05-06");
  await mend(page, 5, "身份证号", right);

  // The pair of rows: side by side, and one of them is skipped.
  await press(page, faults.getByRole("link", { name: "并排看两行" }).first());
  await checkPage(clerk);
  await press(page, page.getByRole("button", { name: "跳过第 11 行" }));
  await checkPage(clerk);
  assert.match(await page.locator("main").innerText(), /你选了跳过：第 11 行/);

  // What was only cleaned is looked at in groups.
  await press(page, page.getByRole("link", { name: /^请留意/ }));
  await checkPage(clerk);
  for (;;) {
    const looked = page.getByRole("button", { name: /^确认这 \d+ 行/ });
    if ((await looked.count()) === 0) break;
    await press(page, looked.first());
  }
  await press(page, page.getByRole("link", { name: /^可导入/ }));
  await checkPage(clerk);
  await press(page, page.getByRole("link", { name: /去确认$/ }));
  await checkPage(clerk);
  await press(page, page.getByRole("button", { name: "导入 8 行" }));
  await followJob(page, clerk);
  assert.match(await page.locator("main").innerText(), /新增学生 8 人，修改学生 0 人/);
  await checkPage(clerk);
  const result = page.url();

  // The same file once more is recognised: it leads to what came of it.
  await upload(clerk, path, () => {});
  assert.equal(page.url(), result);
  await checkPage(clerk);

  await press(page, page.getByRole("button", { name: "撤销本次导入" }));
  await followJob(page);
  assert.match(await page.locator("main").innerText(), /曾经：新增学生 8 人/);
  await checkPage(clerk);
  await clerk.leave();
});
