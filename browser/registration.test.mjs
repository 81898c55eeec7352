// From the published selection to the platform's own workbook: lists, review row by row, filling, downloading
// (plan 6.3).
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { approvedProject, bringAll, makeFinal, openRound, publish, seal, typeScores } from "./steps.mjs";
import { blankWorkbook, checkPage, close, followJob, press, reopen, signedIn } from "./support.mjs";

const REASON = "备注写的是去年的考试，请改";
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "onex-registration-"))));
after(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (page) => page.locator("main").innerText();

/** The leader makes the lists, writes a remark and hands the list in. */
async function prepare(leader, project) {
  const { page } = leader;
  await leader.go(project);
  await press(page, page.getByRole("button", { name: /^生成报名表/ }));
  await followJob(page);
  await leader.go(project);
  await checkPage(leader);
  await press(page, page.getByRole("link", { name: "20会计1班" }).first());
  await checkPage(leader);
  const list = new URL(page.url()).pathname;
  await page.getByLabel(/备注$/).first().fill("第一次考");
  await press(page, page.getByRole("button", { name: /^保存 \d+ 行$/ }));
  assert.equal(await page.getByLabel(/备注$/).first().inputValue(), "第一次考");
  assert.match(await textOf(page), /3 人还没交齐/);
  await bringAll("20会计1班");
  await submit(leader, list);
  return list;
}

async function submit(leader, list) {
  const { page } = leader;
  await leader.go(`${list}/submit`);
  await checkPage(leader);
  await press(page, page.getByRole("button", { name: "提交培训就业处审核" }));
  await checkPage(leader);
}

/** The office returns one row with its reason: the button says the outcome before it is pressed. */
async function returnOne(clerk, list) {
  const { page } = clerk;
  await clerk.go(`${list}/review`);
  await checkPage(clerk);
  await page.getByLabel(/^退回 /).first().check();
  await page.getByLabel(/退回理由$/).first().fill(REASON);
  await page.getByLabel(/哪一项$/).first().selectOption({ index: 1 });
  await press(page, page.getByRole("button", { name: /^同意 2 人，退回 1 人$/ }));
  await checkPage(clerk);
}

async function mendAndResubmit(leader, list) {
  const { page } = leader;
  await leader.go(list);
  assert.match(await textOf(page), new RegExp(REASON));
  await checkPage(leader);
  await page.getByLabel(/备注$/).first().fill("");
  await press(page, page.getByRole("button", { name: /^保存 \d+ 行$/ }));
  await press(page, page.getByRole("button", { name: "已改好" }));
  await submit(leader, list);
}

async function approveRest(clerk, list) {
  const { page } = clerk;
  await clerk.go(`${list}/review`);
  await checkPage(clerk);
  await press(page, page.getByRole("button", { name: /^同意 1 人/ }));
  await clerk.go(list);
  await checkPage(clerk);
}

/** Register the platform's blank and say what each column is filled with; a fixed value where nothing fits. */
async function registerBlank(leader, path) {
  const { page } = leader;
  await blankWorkbook(path);
  await leader.go("/registration/templates");
  await checkPage(leader);
  await page.getByLabel("名称").fill("旅程平台");
  await page.getByLabel("工作簿").setInputFiles(path);
  await press(page, page.getByRole("button", { name: "上传模板" }));
  await followJob(page);
  await checkPage(leader);
  await page.getByLabel(/内部编号 ?填什么/).selectOption("");
  await press(page, page.getByRole("button", { name: /^记住 \d+ 列的对应关系$/ }));
  assert.match(await textOf(page), /旅程平台/);
  await checkPage(leader);
}

async function fillAndDownload(leader, project, out) {
  const { page } = leader;
  await leader.go(`${project}/fill`);
  await checkPage(leader);
  const template = await page.getByLabel("平台模板").locator("option", { hasText: "旅程平台" }).getAttribute("value");
  await page.getByLabel("平台模板").selectOption(template);
  await page.getByLabel("用途").fill("上传平台报名");
  await press(page, page.getByRole("button", { name: "填写 3 行" }));
  await followJob(page, leader);
  await checkPage(leader);
  await press(page, page.getByRole("region", { name: "填好的文件" }).getByRole("link").first());
  await checkPage(leader);
  await page.getByLabel("用途").fill("");
  await press(page, page.getByRole("button", { name: "下载 3 行" }));
  assert.match(await page.title(), /^错误：/, "no download without a reason");
  await checkPage(leader);
  await page.getByLabel("用途").fill("交给平台");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "下载 3 行" }).click(),
  ]);
  await file.saveAs(out);
}

test("plan_6_3_a_list_is_reviewed_row_by_row_and_fills_the_platforms_workbook", async () => {
  const [leader, clerk] = [await signedIn("group_leader"), await signedIn("office_clerk")];
  const title = "业财一体初级 报名旅程";
  const { project, own } = await approvedProject(leader, clerk, { title, grade: 2020, series: 72, people: 6 });
  const round = await openRound(leader, project);
  const scores = ["95", "90", "85", "70", "65"].map((score) => [score, score]);
  await typeScores(round, [...scores, null]);
  await seal(leader, round);
  await publish(clerk, round);
  await makeFinal(clerk, round);

  const registering = `/registration${project}`;
  const list = await prepare(leader, registering);
  await returnOne(clerk, list);
  await mendAndResubmit(leader, list);
  await approveRest(clerk, list);

  const [blank, out] = ["空白.xlsx", "填好.xlsx"].map((name) => join(folder, name));
  await registerBlank(clerk, blank);
  await fillAndDownload(clerk, registering, out);
  const [form, words] = (await reopen(out)).sheets;
  const [empty, dictionary] = (await reopen(blank)).sheets;
  assert.deepEqual(form.lists, empty.lists, "the drop-downs are there");
  assert.deepEqual(words, dictionary, "the hidden sheet stays");
  own.slice(0, 3).forEach((person, at) => {
    assert.equal(form.cells[`A${at + 3}`].value, person.姓名);
    assert.equal(form.cells[`B${at + 3}`].value, person.性别);
    assert.equal(form.cells[`C${at + 3}`].value, person.身份证号);
    assert.equal(form.cells[`C${at + 3}`].type, "s", "an identity number is text");
  });
  assert.equal(form.cells.A6, undefined, "only the chosen");

  await clerk.go("/registration");
  await checkPage(clerk);
  await clerk.go("/registration/students");
  await checkPage(clerk);
  await leader.leave();
  await clerk.leave();
});
