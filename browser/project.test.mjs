// A project from the group leader's form to the office's yes: returned with a reason, mended, approved by keyboard,
// taken back, approved again.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openOnDesk, openProject } from "./steps.mjs";
import { checkPage, close, press, screenshot, signedIn } from "./support.mjs";

after(close);

const REASON = "1月17日 学校期末考试，请改到 1 月 24 日";
const plan = (title) => ({ title, certificate: "业财一体信息化应用", level: "初级", grade: "2023", major: "会计事务" });

async function sendBack(clerk, title) {
  const { page } = clerk;
  await openOnDesk(clerk, title);
  await checkPage(clerk);
  await page.getByLabel("退回到哪一处").selectOption({ label: "考试开始日期" });
  await page.locator("#why").fill(REASON);
  await press(page, page.getByRole("button", { name: /退回/ }));
  await checkPage(clerk);
}

/** The leader reads the reason where it belongs, changes the day and hands the project in again. */
async function mend(leader, project) {
  const { page } = leader;
  await leader.go(project);
  assert.match(await page.locator("main").innerText(), new RegExp(REASON));
  await checkPage(leader);
  await press(page, page.getByRole("link", { name: "去改正" }));
  assert.match(await page.locator("main").innerText(), new RegExp(REASON));
  await checkPage(leader);
  await page.getByLabel("考试开始日期").fill("2026-01-24");
  await page.getByLabel("考试结束日期").fill("2026-01-24");
  await press(page, page.getByRole("button", { name: "保存，去核对" }));
  await press(page, page.getByRole("button", { name: /^提交.*审核$/ }));
}

async function stateOf(leader, project) {
  await leader.go(project);
  return leader.page.locator("p.state").first().innerText();
}

test("plan_6_1_a_form_without_answers_says_what_is_missing_and_keeps_what_was_typed", async () => {
  const leader = await signedIn("group_leader");
  const { page } = leader;
  await leader.go("/projects/new");
  await page.getByLabel("项目名称").fill("只写了名称");
  await press(page, page.getByRole("button", { name: "保存，去核对" }));
  assert.match(await page.title(), /^错误：/);
  assert.equal(await page.getByLabel("项目名称").inputValue(), "只写了名称");
  assert.ok(await page.locator(".errsum").evaluate((element) => element === document.activeElement), "the summary has the focus");
  await checkPage(leader);
  await leader.leave();
});

test("plan_6_1_a_project_is_returned_with_a_reason_mended_and_approved_by_keyboard", async () => {
  const [leader, clerk] = [await signedIn("group_leader"), await signedIn("office_clerk")];
  const title = "业财一体初级 冬季考试";
  const project = await openProject(leader, plan(title), checkPage);
  await sendBack(clerk, title);
  await mend(leader, project);

  const { page } = clerk;
  await openOnDesk(clerk, title);
  assert.match(await page.getByRole("region", { name: title }).innerText(), /与上次提交相比/);
  await checkPage(clerk);
  await press(page, { click: () => page.keyboard.press("a"), toString: () => "the key a" });
  assert.match(await page.locator("main").innerText(), /还可撤回/);
  await checkPage(clerk);
  await press(page, page.getByRole("button", { name: "撤回" }));
  await checkPage(clerk);
  await openOnDesk(clerk, title);
  await press(page, { click: () => page.keyboard.press("a"), toString: () => "the key a" });
  await page.goto(new URL("/?tab=done", page.url()).href);
  assert.match(await page.locator("main").innerText(), new RegExp(title));
  await checkPage(clerk);

  assert.doesNotMatch(await stateOf(leader, project), /审核/);
  await checkPage(leader);
  await leader.go(`${project}?steps=all`);
  await checkPage(leader);
  await leader.leave();
  await clerk.leave();
});

test("plan_6_1_the_same_without_javascript", async () => {
  const plain = { javaScript: false };
  const [leader, clerk] = [await signedIn("group_leader", plain), await signedIn("office_clerk", plain)];
  const title = "业财一体初级 不用脚本";
  const project = await openProject(leader, plan(title), checkPage);
  await sendBack(clerk, title);
  await mend(leader, project);
  await openOnDesk(clerk, title);
  await press(clerk.page, clerk.page.getByRole("button", { name: /同意/ }));
  assert.match(await clerk.page.locator("main").innerText(), /已同意/);
  assert.doesNotMatch(await stateOf(leader, project), /审核/);
  await leader.leave();
  await clerk.leave();
});

test("the desk of the demonstration shows a paper beside what waits, a project its seven steps", async () => {
  const clerk = await signedIn("office_clerk");
  await openOnDesk(clerk, /23会计\d班 报名表/);
  await checkPage(clerk);
  await screenshot(clerk.page, "desk");
  await clerk.go("/projects");
  await press(clerk.page, clerk.page.getByRole("link", { name: /财务共享服务（中级）/ }).first());
  assert.equal(await clerk.page.getByRole("list", { name: "七步" }).getByRole("listitem").count(), 7);
  await checkPage(clerk);
  await screenshot(clerk.page, "project");
  await clerk.leave();
});
