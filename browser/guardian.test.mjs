// A guardian's way to the consent: a slip from the class teacher, the link, the code (plan 6.3).
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PHONE, accounts, checkPage, close, picture, press, signIn, visitor } from "./support.mjs";

after(close);

test("plan_6_3_a_guardian_consents_by_link_and_code_and_may_take_it_back", async () => {
  const account = (await accounts()).find((one) => one.login === "fanzhenyu");
  const teacher = await visitor();
  await signIn(teacher.page, account.login, account.password);
  await teacher.go("/my-class");
  await press(teacher.page, teacher.page.getByRole("link", { name: /办理/ }).first());
  await press(teacher.page, teacher.page.getByRole("button", { name: "打印给家长的纸条" }));
  await checkPage(teacher);
  const slip = teacher.page.locator(".slip").first();
  const link = new URL(await slip.locator(".id").innerText()).pathname;
  const code = await slip.locator(".code").innerText();
  const name = (await slip.locator("h2").innerText()).replace("的家长，您好", "");
  await teacher.leave();

  const guardian = await visitor({ viewport: PHONE, javaScript: false });
  const { page } = guardian;
  await guardian.go(link);
  await checkPage(guardian);
  assert.ok(!(await page.content()).includes(name), "no name before the code");
  await page.getByLabel("验证码").fill(code);
  await press(page, page.getByRole("button", { name: "打开同意书" }));
  await checkPage(guardian);
  await picture(page, "guardian-phone");
  assert.match(await page.locator("h1").innerText(), new RegExp(name));
  await page.getByLabel(/同意「报名信息处理告知」/).check();
  await page.getByLabel(/同意「向评价组织提供信息」/).check();
  await page.getByLabel("您的姓名").fill("孔国强");
  await page.getByLabel("您是学生的").selectOption("父亲");
  await press(page, page.getByRole("button", { name: "同意", exact: true }));
  assert.match(await page.locator("main").innerText(), /已同意/);
  await checkPage(guardian);
  await press(page, page.getByRole("button", { name: "撤回同意" }));
  assert.match(await page.locator("main").innerText(), /已撤回同意/);
  await checkPage(guardian);
  await guardian.leave();
});
